package dev.troupe.testkit;

import dev.troupe.agents.Usage;
import dev.troupe.agents.model.ModelFailure;
import dev.troupe.agents.model.ModelGateway;
import dev.troupe.agents.model.ModelReply;
import dev.troupe.agents.model.ToolRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A model that says what a test wrote down: each role has its own lines, said in order. A role
 * whose lines are at an end fails with {@code Model.NotConfigured}, so that a test notices.
 * Remembers every call.
 */
public final class ScriptedModel implements ModelGateway {
  private static final Usage USAGE = new Usage(1, 10, 20);

  private final Map<String, Queue<Line>> script = new HashMap<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final List<CompletableFuture<ModelReply>> hanging = new CopyOnWriteArrayList<>();

  private sealed interface Line {
    record Says(String text) implements Line {}

    record Asks(List<ToolRequest> tools) implements Line {}

    record Fails(ModelFailure.Kind kind) implements Line {}

    record Hangs() implements Line {}
  }

  /** The role's next answer, as the model would write it. */
  public ScriptedModel says(String role, String text) {
    return add(role, new Line.Says(text));
  }

  /**
   * The role's next answer asks for tools; what comes of them is in the {@link #calls call} behind
   * it.
   */
  public ScriptedModel asks(String role, ToolRequest... tools) {
    return add(role, new Line.Asks(List.of(tools)));
  }

  /** The role's next call fails for good, as if the gateway had given up. */
  public ScriptedModel fails(String role, ModelFailure.Kind kind) {
    return add(role, new Line.Fails(kind));
  }

  /** The role's next call is never answered; a deadline or a cancel has to end it. */
  public ScriptedModel hangs(String role) {
    return add(role, new Line.Hangs());
  }

  /** Every call so far, in the order in which they came. */
  public List<Call> calls() {
    return List.copyOf(calls);
  }

  /** How many calls {@link #hangs hang} and were not given up by whoever made them. */
  public long hanging() {
    return hanging.stream().filter(call -> !call.isDone()).count();
  }

  @Override
  public Optional<String> faultOfModel(String model) {
    return Optional.empty();
  }

  @Override
  public synchronized CompletionStage<ModelReply> ask(Call call) {
    calls.add(call);
    var role = call.role().name();
    var line = script.getOrDefault(role, new ArrayDeque<>()).poll();
    if (line == null) {
      return CompletableFuture.failedFuture(
          new ModelFailure(
              ModelFailure.Kind.NOT_CONFIGURED,
              "the script has no more lines for role " + role + "; add one with says(...)"));
    }
    return switch (line) {
      case Line.Says(var text) ->
          CompletableFuture.completedFuture(
              new ModelReply(text, USAGE, "scripted", Duration.ofMillis(1)));
      case Line.Asks(var tools) ->
          CompletableFuture.completedFuture(
              new ModelReply("", USAGE, "scripted", Duration.ofMillis(1), tools));
      case Line.Fails(var kind) ->
          CompletableFuture.failedFuture(new ModelFailure(kind, "the script says so"));
      case Line.Hangs() -> never();
    };
  }

  private CompletionStage<ModelReply> never() {
    var answer = new CompletableFuture<ModelReply>();
    hanging.add(answer);
    return answer;
  }

  private synchronized ScriptedModel add(String role, Line line) {
    script.computeIfAbsent(role, _ -> new ArrayDeque<>()).add(line);
    return this;
  }
}
