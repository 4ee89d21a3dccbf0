package dev.troupe.agents.model;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.troupe.agents.Charge;
import dev.troupe.agents.Role;
import dev.troupe.agents.model.limits.GatewayMetrics;
import dev.troupe.agents.telemetry.SpanPlace;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The one door to language models on a node: providers, limits, retries, usage. */
public interface ModelGateway {

  /**
   * @param idempotencyKey {@code taskId:assignment:call}, and {@code +n} where n messages were read
   *     before it, {@code ~n} behind n repairs that were given up; the same in every attempt of
   *     that call
   * @param prompt the messages as sent, and the facts they were rendered from
   * @param tools that the model may ask for
   * @param charge null where its task has no budget
   * @param listener hears the answer while it is written, where its provider streams
   * @param inside the span that it is asked in; null where nobody is told
   */
  record Call(
      Role role,
      String taskId,
      String idempotencyKey,
      Prompt prompt,
      Instant deadline,
      List<ToolSpecification> tools,
      @Nullable Charge charge,
      Listener listener,
      @Nullable SpanPlace inside) {

    public Call {
      tools = List.copyOf(tools);
    }

    /** That nobody listens to, or is told of. */
    public Call(
        Role role,
        String taskId,
        String idempotencyKey,
        Prompt prompt,
        Instant deadline,
        List<ToolSpecification> tools,
        @Nullable Charge charge) {
      this(role, taskId, idempotencyKey, prompt, deadline, tools, charge, Listener.NONE, null);
    }

    /** That nobody counts. */
    public Call(
        Role role,
        String taskId,
        String idempotencyKey,
        Prompt prompt,
        Instant deadline,
        List<ToolSpecification> tools) {
      this(role, taskId, idempotencyKey, prompt, deadline, tools, null);
    }

    /** The number that its key has; 0 where the key is none of a task's. */
    int assignment() {
      var parts = idempotencyKey.split(":", -1);
      try {
        return parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
      } catch (NumberFormatException other) {
        return 0;
      }
    }

    /** The same, given up earlier. */
    public Call until(Instant earlier) {
      return new Call(
          role, taskId, idempotencyKey, prompt, earlier, tools, charge, listener, inside);
    }

    public Call heardBy(Listener other) {
      return new Call(role, taskId, idempotencyKey, prompt, deadline, tools, charge, other, inside);
    }

    public Call(Role role, String taskId, String idempotencyKey, Prompt prompt, Instant deadline) {
      this(role, taskId, idempotencyKey, prompt, deadline, List.of());
    }
  }

  /** Hears an answer while it is written, on the call's thread: it must neither block nor throw. */
  interface Listener {
    Listener NONE =
        new Listener() {
          @Override
          public void wrote(String piece) {}

          @Override
          public void dropped() {}
        };

    void wrote(String piece);

    /** What was written does not count; it may be asked for again. */
    void dropped();
  }

  /** What is wrong with a model's name, in one sentence for the user; empty if it can be used. */
  Optional<String> faultOfModel(String model);

  /**
   * The reply; the stage fails with a {@link ModelFailure} and with nothing else. Cancelling the
   * stage's future stops the call.
   */
  CompletionStage<ModelReply> ask(Call call);

  /**
   * The body of the request for a call, which is not made; empty where none leaves this process.
   *
   * @throws ModelFailure if the model cannot be asked here
   */
  default Optional<String> rendered(Call call) {
    return Optional.empty();
  }

  /**
   * Whether a model's provider may write prompts to a cache, which costs more than reading them.
   */
  default boolean keepsPrompts(String model) {
    return false;
  }

  /** The telemetry conventions' name for a model's provider. */
  default String conventionalProvider(String model) {
    return ModelName.of(model).provider();
  }

  /** The answer to this call was of no use: it is not to be given again. */
  default void unusable(Call call) {}

  /** What it is at. */
  default GatewayMetrics metrics() {
    return GatewayMetrics.NONE;
  }
}
