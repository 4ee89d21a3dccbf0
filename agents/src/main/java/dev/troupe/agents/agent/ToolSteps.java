package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.function.FunctionCall;
import dev.troupe.agents.function.FunctionFailure;
import dev.troupe.agents.function.Functions;
import dev.troupe.agents.tool.Reconcilable;
import dev.troupe.agents.tool.Tool;
import dev.troupe.agents.tool.ToolCall;
import dev.troupe.agents.tool.ToolFailure;
import dev.troupe.agents.tool.ToolSpec.Effect;
import dev.troupe.agents.tool.Tools;

/**
 * Tools as steps of a workflow, run like functions.
 *
 * <p>A step keeps no journal of its own, so nobody knows whether it was begun before. One that
 * changes something is therefore asked first, every time, whether it did so already; one that
 * cannot be asked is no step.
 */
public final class ToolSteps {
  static final String FAILED = "Tool.Failed";
  static final String INVALID_INPUT = "Tool.InvalidInput";
  static final String OUTCOME_UNKNOWN = "Tool.OutcomeUnknown";

  private ToolSteps() {}

  /** Those that can be steps. */
  public static Functions of(Tools tools) {
    var steps = Functions.NONE;
    for (var tool : tools.all()) {
      if (canBeStep(tool)) {
        steps = steps.withCall(tool.spec().name(), JsonNode.class, step(tool)::call);
      }
    }
    return steps;
  }

  private static boolean canBeStep(Tool tool) {
    return tool.spec().effect() == Effect.READS || tool instanceof Reconcilable;
  }

  private static Step step(Tool tool) {
    return new Step(tool, new OutputSchema(tool.spec().inputSchema()));
  }

  private record Step(Tool tool, OutputSchema schema) {

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
      return tool instanceof Reconcilable asked
          ? reconciled(asked, call, input)
          : done(call, input);
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
            OUTCOME_UNKNOWN,
            "Nobody knows whether %s was done already: %s".formatted(name(), silent.getMessage()));
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
