package dev.troupe.agents.model;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.troupe.agents.Charge;
import dev.troupe.agents.Role;
import dev.troupe.agents.model.limits.GatewayMetrics;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The one door to language models on a node: providers, limits, retries, usage. */
public interface ModelGateway {

  /**
   * @param idempotencyKey {@code taskId:assignment:call}, and {@code +n} where n messages were read
   *     before it; the same in every attempt of that call
   * @param prompt the messages as sent, and the facts they were rendered from
   * @param tools that the model may ask for
   * @param charge null where its task has no budget
   * @param listener hears the answer while it is written, where its provider streams
   */
  record Call(
      Role role,
      String taskId,
      String idempotencyKey,
      Prompt prompt,
      Instant deadline,
      List<ToolSpecification> tools,
      @Nullable Charge charge,
      Listener listener) {

    public Call {
      tools = List.copyOf(tools);
    }

    /** That nobody listens to. */
    public Call(
        Role role,
        String taskId,
        String idempotencyKey,
        Prompt prompt,
        Instant deadline,
        List<ToolSpecification> tools,
        @Nullable Charge charge) {
      this(role, taskId, idempotencyKey, prompt, deadline, tools, charge, Listener.NONE);
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

    /** The same, given up earlier. */
    public Call until(Instant earlier) {
      return new Call(role, taskId, idempotencyKey, prompt, earlier, tools, charge, listener);
    }

    public Call heardBy(Listener other) {
      return new Call(role, taskId, idempotencyKey, prompt, deadline, tools, charge, other);
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

  /** The answer to this call was of no use: it is not to be given again. */
  default void unusable(Call call) {}

  /** What it is at. */
  default GatewayMetrics metrics() {
    return GatewayMetrics.NONE;
  }
}
