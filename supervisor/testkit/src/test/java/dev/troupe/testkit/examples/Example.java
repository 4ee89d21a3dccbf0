package dev.troupe.testkit.examples;

import dev.troupe.agents.knowledge.Passage;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.ApprovalDecision;
import dev.troupe.supervisor.ApprovalDecision.Choice;
import dev.troupe.supervisor.ApprovalStatus;
import dev.troupe.supervisor.ApprovalView;
import dev.troupe.supervisor.TaskView;
import dev.troupe.testkit.Rehearsal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One example workflow with a task of it under way. */
final class Example implements AutoCloseable {
  static final String KNOWN = "Actors share nothing and send each other messages.";
  static final String ALSO_KNOWN = "An actor handles one message at a time.";

  private static final List<Passage> PASSAGES =
      List.of(
          new Passage(
              "p1",
              "rehearsal",
              "actors.md",
              null,
              0,
              Passage.Kind.PROSE,
              KNOWN + " " + ALSO_KNOWN,
              List.of(KNOWN, ALSO_KNOWN),
              null));

  final Rehearsal rehearsal;
  final String id;

  private Example(Rehearsal rehearsal, String id) {
    this.rehearsal = rehearsal;
    this.id = id;
  }

  static Example of(String name, Team team, String goal) {
    return of(name, team, goal, Map.of());
  }

  static Example of(String name, Team team, String goal, Map<String, Object> input) {
    var rehearsal = Rehearsal.of(team, "", PASSAGES);
    try {
      return new Example(rehearsal, rehearsal.submit(goal, Json.toTree(input), definition(name)));
    } catch (AssertionError notAccepted) {
      rehearsal.close();
      throw notAccepted;
    }
  }

  private static String definition(String name) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      var file = at.resolve("examples/workflows").resolve(name + ".asl.yaml");
      if (Files.exists(file)) {
        return read(file);
      }
    }
    throw new AssertionError("There is no example " + name);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  TaskView await(Predicate<TaskView> asked) {
    return rehearsal.await(id, asked);
  }

  TaskView awaitEnd() {
    return rehearsal.awaitEnd(id);
  }

  void timePasses(Duration amount) {
    rehearsal.timePasses(amount);
  }

  List<String> path() {
    return rehearsal.path(id);
  }

  /** Waits until the state's question is open, and nothing else has to happen first. */
  ApprovalView question(String state) {
    await(_ -> open(state) != null);
    var found = open(state);
    if (found == null) {
      throw new AssertionError("no question is open in " + state);
    }
    return found;
  }

  private @Nullable ApprovalView open(String state) {
    return rehearsal.approvals(id).stream()
        .filter(asked -> asked.state().equals(state) && asked.status() == ApprovalStatus.OPEN)
        .findFirst()
        .orElse(null);
  }

  ApprovalView approve(ApprovalView asked, String as, @Nullable String edits) {
    return rehearsal.decide(
        asked.id(),
        new ApprovalDecision(
            Choice.APPROVE, "local", as, edits == null ? null : Json.parse(edits), null));
  }

  void reject(ApprovalView asked, String comment) {
    rehearsal.decide(asked.id(), new ApprovalDecision(Choice.REJECT, "local", null, null, comment));
  }

  static String markdown(TaskView task) {
    var output = task.output();
    return output == null ? "" : output.path("markdown").asText();
  }

  @Override
  public void close() {
    rehearsal.close();
  }
}
