package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.troupe.agents.Answer;
import dev.troupe.agents.Ask;
import dev.troupe.supervisor.ApprovalStatus;
import dev.troupe.supervisor.task.Approval.Asked;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What others have answered an agent, as its model is told. */
final class Answers {
  private Answers() {}

  /** To the last reply that asked: whatever was asked before has long been answered and heard. */
  static List<Answer> last(Running task, Work work) {
    var all = of(task, work).toList();
    var call = all.stream().mapToInt(Answer::call).max().orElse(0);
    return all.stream().filter(answer -> answer.call() == call).toList();
  }

  static List<Answer> to(Running task, Work work, List<Ask> asks) {
    return Stream.concat(
            of(task, work).filter(answer -> asks.stream().anyMatch(answer::isFor)),
            asks.stream().flatMap(ask -> ofHolder(task, work, ask)))
        .distinct()
        .toList();
  }

  /** Whose question it is already, or why it cannot be anybody's. */
  private static Stream<Answer> ofHolder(Running task, Work work, Ask ask) {
    if (!(ask instanceof Ask.OfQuestion(var call, var place, var question))) {
      return Stream.empty();
    }
    var claims = task.gathered().claims();
    return claims
        .holder(question)
        .map(claim -> new Answer(call, place, held(claim, Gathered.name(work)), null))
        .or(() ->
            claims
                .fault(question, task::underWay)
                .map(fault -> new Answer(call, place, null, "claim_question: " + fault)))
        .stream();
  }

  private static JsonNode held(Claims.Claim claim, String author) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("granted", claim.by().equals(author))
        .put("by", claim.by());
  }

  private static Stream<Answer> ofClaims(Running task, Work work) {
    return task.gathered().claims().all().stream()
        .filter(claim -> claim.asked() != null && claim.assignment() == work.assignment())
        .map(claim -> ofClaim(claim, Objects.requireNonNull(claim.asked())));
  }

  private static Answer ofClaim(Claims.Claim claim, Asked asked) {
    return new Answer(asked.call(), asked.place(), held(claim, claim.by()), null);
  }

  private static Stream<Answer> of(Running task, Work work) {
    return Stream.of(
            task.closed().values().stream().flatMap(approval -> ofPeople(work, approval)),
            work.calls().made().stream().filter(call -> !call.isOpen()).map(Answers::ofAgent),
            ofClaims(task, work))
        .flatMap(answers -> answers);
  }

  private static Answer ofAgent(Calls.Call call) {
    var output = call.output();
    var failure = call.failure();
    var asked = call.asked();
    return new Answer(
        asked.call(),
        asked.place(),
        output == null ? null : output.json(),
        failure == null ? null : "call_agent: %s: %s".formatted(failure.error(), failure.cause()),
        call.untrusted());
  }

  /** What was closed because nobody wanted it is asked anew where it is wanted again. */
  private static Stream<Answer> ofPeople(Work work, Approval approval) {
    var asked = approval.asked();
    return asked != null
            && asked.assignment() == work.assignment()
            && approval.standing().status() != ApprovalStatus.CANCELLED
        ? Stream.of(ofPeople(asked, approval))
        : Stream.empty();
  }

  private static Answer ofPeople(Asked asked, Approval approval) {
    return approval.standing().status() == ApprovalStatus.EXPIRED
        ? new Answer(asked.call(), asked.place(), null, expired(approval))
        : new Answer(asked.call(), asked.place(), decided(approval), null);
  }

  private static String expired(Approval approval) {
    return "ask_human: nobody answered by %s. Go on without an answer, or say that there is none."
        .formatted(approval.standing().expiresAt());
  }

  private static @Nullable JsonNode decided(Approval approval) {
    if (approval.votes().isEmpty()) {
      return null;
    }
    var vote = approval.votes().getLast();
    var edits = vote.edits();
    var result =
        JsonNodeFactory.instance
            .objectNode()
            .put("from", "person")
            .put("by", Objects.requireNonNullElse(vote.as(), vote.by()))
            .put("decision", vote.choice().wireName());
    if (edits != null) {
      result.set("answer", edits.json());
    }
    if (vote.comment() != null) {
      result.put("comment", vote.comment());
    }
    return result;
  }
}
