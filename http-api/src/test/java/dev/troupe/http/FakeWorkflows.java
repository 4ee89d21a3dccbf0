package dev.troupe.http;

import dev.troupe.supervisor.NamedWorkflows;
import dev.troupe.supervisor.SubmitReply.Fault;
import dev.troupe.supervisor.workflow.DefinitionText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One workflow that is built in, and what a test lets the others come to. */
public final class FakeWorkflows implements NamedWorkflows {
  private static final Summary REPORT = new Summary("report", "abc", "The default team", BUILT_IN);

  final Map<String, DefinitionText> put = new ConcurrentHashMap<>();
  volatile @Nullable PutReply nextPut;
  volatile DeleteReply nextDelete = new DeleteReply.Deleted();

  public void refuseDelete(String task) {
    nextDelete = new DeleteReply.InUse(List.of(task), false);
  }

  public void allowDelete() {
    nextDelete = new DeleteReply.Deleted();
  }

  @Override
  public List<Summary> list(String tenant) {
    return List.of(REPORT);
  }

  @Override
  public Optional<Named> find(String tenant, String name) {
    return name.equals("report")
        ? Optional.of(new Named(REPORT, EdgeJson.object().put("StartAt", "Plan")))
        : Optional.empty();
  }

  /** Every hash of fives is one. */
  @Override
  public CompletionStage<Optional<Named>> byHash(String hash) {
    var summary = new Summary(hash, hash, "", BY_HASH);
    return CompletableFuture.completedStage(
        Optional.of(new Named(summary, EdgeJson.object().put("StartAt", "Planned")))
            .filter(_ -> hash.matches("5+")));
  }

  @Override
  public CompletionStage<PutReply> put(String tenant, String name, DefinitionText definition) {
    PutReply scripted = nextPut;
    nextPut = null;
    var fresh = put.put(name, definition) == null;
    return CompletableFuture.completedStage(
        scripted == null
            ? new PutReply.Stored(new Summary(name, "h", "", STORED), fresh)
            : scripted);
  }

  @Override
  public CompletionStage<DeleteReply> delete(String tenant, String name) {
    return CompletableFuture.completedStage(nextDelete);
  }

  @Override
  public List<Fault> validate(String tenant, String definition) {
    return definition.contains("StartAt")
        ? List.of()
        : List.of(new Fault("", "StartAt is missing"));
  }
}
