package dev.troupe.http;

import dev.troupe.agents.knowledge.KnowledgeBase.CollectionSummary;
import dev.troupe.agents.knowledge.KnowledgeLibrary;
import dev.troupe.agents.knowledge.local.BuiltInKnowledge;
import dev.troupe.supervisor.Submission;
import dev.troupe.supervisor.SubmitReply.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Refuses tasks on collections that nobody has made: they could only come to no answer. */
final class KnownCollections {
  private final KnowledgeLibrary knowledge;
  private final Executor blocking;

  KnownCollections(KnowledgeLibrary knowledge, Executor blocking) {
    this.knowledge = knowledge;
    this.blocking = blocking;
  }

  /** Fails with a problem that points at each collection that does not exist. */
  CompletionStage<Submission> check(Submission submission) {
    if (submission.knowledge().isEmpty()) {
      return CompletableFuture.completedStage(submission);
    }
    return CompletableFuture.supplyAsync(
        () -> {
          List<Fault> faults = faults(submission);
          if (!faults.isEmpty()) {
            throw new ProblemException(Problem.invalid(faults));
          }
          return submission;
        },
        blocking);
  }

  /** The built-in one, which comes when it is first used, and those that were made. */
  List<String> names(String tenant) {
    var known = new ArrayList<String>();
    known.add(BuiltInKnowledge.COLLECTION);
    knowledge.collections(tenant).stream()
        .map(CollectionSummary::name)
        .filter(name -> !known.contains(name))
        .forEach(known::add);
    return known;
  }

  private List<Fault> faults(Submission submission) {
    List<String> known = names(submission.tenant());
    var faults = new ArrayList<Fault>();
    for (int index = 0; index < submission.knowledge().size(); index++) {
      String name = submission.knowledge().get(index);
      if (!known.contains(name)) {
        faults.add(
            new Fault(
                "/knowledge/" + index,
                "There is no collection '%s'; there are: %s."
                    .formatted(name, String.join(", ", known))));
      }
    }
    return faults;
  }
}
