package dev.troupe.agents;

import dev.troupe.agents.model.ModelFailure;
import dev.troupe.agents.model.ModelGateway;
import dev.troupe.agents.model.ModelReply;
import dev.troupe.agents.model.ToolRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A model that says what a test wrote down, in order, and remembers what it was asked. When the
 * script is at its end, calls stay unanswered until {@link #answerNext} or {@link #failNext}.
 */
public final class ScriptedModel implements ModelGateway {
  private static final Usage TOKENS = new Usage(1, 10, 20);

  private final Deque<Line> script = new ArrayDeque<>();
  private final Deque<CompletableFuture<ModelReply>> waiting = new ArrayDeque<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();

  private sealed interface Line {
    record Says(String text) implements Line {}

    record Asks(List<ToolRequest> tools) implements Line {}

    record Fails(ModelFailure failure) implements Line {}
  }

  public synchronized ScriptedModel says(String text) {
    script.add(new Line.Says(text));
    return this;
  }

  public synchronized ScriptedModel asks(ToolRequest... tools) {
    script.add(new Line.Asks(List.of(tools)));
    return this;
  }

  public synchronized ScriptedModel fails(ModelFailure.Kind kind, String message) {
    script.add(new Line.Fails(new ModelFailure(kind, message)));
    return this;
  }

  public synchronized void answerNext(String text) {
    perform(waiting.remove(), new Line.Says(text));
  }

  /** Answers the youngest of the open calls. */
  public synchronized void answerLast(String text) {
    perform(waiting.removeLast(), new Line.Says(text));
  }

  public synchronized void failNext(ModelFailure failure) {
    perform(waiting.remove(), new Line.Fails(failure));
  }

  /** Every call, in the order in which they came. */
  public List<Call> calls() {
    return calls;
  }

  /** How many calls are unanswered and not cancelled. */
  public synchronized long open() {
    return waiting.stream().filter(call -> !call.isDone()).count();
  }

  @Override
  public Optional<String> faultOfModel(String model) {
    return Optional.empty();
  }

  @Override
  public synchronized CompletionStage<ModelReply> ask(Call call) {
    calls.add(call);
    var answer = new CompletableFuture<ModelReply>();
    var line = script.poll();
    if (line == null) {
      waiting.add(answer);
    } else {
      perform(answer, line);
    }
    return answer;
  }

  private static void perform(CompletableFuture<ModelReply> answer, Line line) {
    switch (line) {
      case Line.Says(var text) ->
          answer.complete(new ModelReply(text, TOKENS, "scripted", Duration.ofMillis(5)));
      case Line.Asks(var tools) ->
          answer.complete(new ModelReply("", TOKENS, "scripted", Duration.ofMillis(5), tools));
      case Line.Fails(var failure) -> answer.completeExceptionally(failure);
    }
  }
}
