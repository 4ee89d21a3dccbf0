package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.function.FunctionCall;
import dev.troupe.agents.function.FunctionFailure;
import dev.troupe.agents.function.Functions;
import dev.troupe.agents.tool.AskingTool;
import dev.troupe.agents.tool.Reconcilable;
import dev.troupe.agents.tool.Tool;
import dev.troupe.agents.tool.ToolCall;
import dev.troupe.agents.tool.ToolFailure;
import dev.troupe.agents.tool.ToolSpec.Effect;
import dev.troupe.agents.tool.Tools;
import dev.troupe.persistence.PlainWords;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tools as steps of a workflow, run like functions.
 *
 * <p>A step keeps no journal of its own, so nobody knows whether it was begun before. One that
 * changes something is therefore asked first, every time, whether it did so already, and not before
 * an earlier attempt on this node has ended; one that cannot be asked is no step.
 */
public final class ToolSteps {
  static final String FAILED = "Tool.Failed";
  static final String INVALID_INPUT = "Tool.InvalidInput";

  /** What they do is written into the journal of an agent. */
  private static final Set<String> OF_AGENTS = Set.of(PublishFinding.NAME, RetractFinding.NAME);

  /** For an earlier attempt that is still at work. */
  private static final Duration WAITED_AT_MOST = Duration.ofMinutes(1);

  private ToolSteps() {}

  /** Those that can be steps. */
  public static Functions of(Tools tools) {
    var atWork = new CallsAtWork();
    var steps = Functions.NONE;
    for (var tool : tools.all()) {
      if (canBeStep(tool)) {
        var name = tool.spec().name();
        var step = step(tool, atWork);
        steps =
            tool.spec().untrusted()
                ? steps.withOutside(name, JsonNode.class, step::call)
                : steps.withCall(name, JsonNode.class, step::call);
      }
    }
    return steps;
  }

  /** Those of them that change something outside. */
  static Set<String> changing(Tools tools) {
    return tools.all().stream()
        .filter(tool -> canBeStep(tool) && tool.spec().effect() == Effect.CHANGES)
        .map(tool -> tool.spec().name())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static boolean canBeStep(Tool tool) {
    return !(tool instanceof AskingTool)
        && !OF_AGENTS.contains(tool.spec().name())
        && (tool.spec().effect() == Effect.READS || tool instanceof Reconcilable);
  }

  private static Step step(Tool tool, CallsAtWork atWork) {
    return new Step(tool, new OutputSchema(tool.spec().inputSchema()), atWork);
  }

  private record Step(Tool tool, OutputSchema schema, CallsAtWork atWork) {

    JsonNode call(JsonNode input, FunctionCall step) throws Exception {
      schema
          .fault(input)
          .ifPresent(fault -> {
            throw new FunctionFailure(
                INVALID_INPUT, "The input of %s: %s".formatted(name(), fault));
          });
      Thread.currentThread().setContextClassLoader(tool.loader());
      var call =
          new ToolCall(
              step.tenant(),
              step.taskId(),
              step.collections(),
              step.assignment(),
              step.idempotencyKey(),
              step.deadline());
      return tool instanceof Reconcilable asked ? alone(asked, call, input) : done(call, input);
    }

    /** An attempt before this one may have been interrupted and still be at work. */
    private JsonNode alone(Reconcilable asked, ToolCall call, JsonNode input) throws Exception {
      try (var _ = atWork.begin(call, patience(call)).orElseThrow(this::stillAtWork)) {
        return reconciled(asked, call, input);
      }
    }

    /** Half of the time, so that some is left to ask and to do it. */
    private static Duration patience(ToolCall call) {
      var left = Duration.between(Instant.now(), call.deadline()).dividedBy(2);
      return left.compareTo(WAITED_AT_MOST) < 0 ? left : WAITED_AT_MOST;
    }

    private FunctionFailure stillAtWork() {
      return new FunctionFailure(
          ToolOutcome.UNKNOWN,
          "Nobody knows yet what %s will have done: an earlier attempt is still at work on this node. Look there, then decide."
              .formatted(name()));
    }

    private JsonNode reconciled(Reconcilable asked, ToolCall call, JsonNode input)
        throws Exception {
      try {
        var earlier = asked.reconcile(call, input);
        if (earlier.isPresent()) {
          return earlier.get();
        }
      } catch (InterruptedException stopped) {
        throw stopped;
      } catch (Exception silent) {
        throw new FunctionFailure(
            ToolOutcome.UNKNOWN,
            "Nobody knows whether %s was done already: %s"
                .formatted(name(), PlainWords.of(silent)));
      }
      return done(call, input);
    }

    private JsonNode done(ToolCall call, JsonNode input) throws Exception {
      try {
        return tool.call(call, input);
      } catch (ToolFailure failure) {
        throw new FunctionFailure(FAILED, String.valueOf(failure.getMessage()));
      }
    }

    private String name() {
      return "tool:" + tool.spec().name();
    }
  }
}
