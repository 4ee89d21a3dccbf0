package dev.troupe.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.agents.Cost;
import dev.troupe.agents.Usage;
import dev.troupe.supervisor.TaskView;
import dev.troupe.supervisor.TaskView.StepUsage;
import java.util.Map;
import java.util.TreeMap;

/** What models were used for, as JSON: in all, and by whom. */
final class UsageDocuments {
  private UsageDocuments() {}

  /** Without {@code cost} where no model was asked that costs anything. */
  static ObjectNode usage(Usage usage) {
    ObjectNode json =
        EdgeJson.object()
            .put("modelCalls", usage.modelCalls())
            .put("inputTokens", usage.inputTokens())
            .put("outputTokens", usage.outputTokens());
    Cost cost = usage.cost();
    if (cost != null) {
      json.set("cost", cost(cost));
    }
    return json;
  }

  /** What is known of it: with calls whose price is unknown, the true cost is higher. */
  private static ObjectNode cost(Cost cost) {
    return EdgeJson.object()
        .put("amount", cost.amount())
        .put("currency", cost.currency().isEmpty() ? null : cost.currency())
        .put("unpricedCalls", cost.unpricedCalls());
  }

  /** The same with what each role used, and each in which state of the workflow. */
  static ObjectNode usage(TaskView task) {
    ObjectNode json = usage(task.usage());
    var roles = new TreeMap<String, Usage>();
    task.usageOfSteps().forEach(step -> roles.merge(step.role(), step.usage(), Usage::plus));
    ObjectNode byRole = json.putObject("roles");
    roles.forEach((role, used) -> byRole.set(role, usage(used)));
    var steps = json.putArray("steps");
    task.usageOfSteps().forEach(step -> steps.add(step(step)));
    return json;
  }

  /** {@code {roles: {ROLE: {modelCalls, inputTokens, outputTokens, cost}}, total: {...}}} */
  static ObjectNode usage(Map<String, Usage> byRole) {
    ObjectNode json = EdgeJson.object();
    ObjectNode roles = json.putObject("roles");
    new TreeMap<>(byRole).forEach((role, used) -> roles.set(role, usage(used)));
    json.set("total", usage(byRole.values().stream().reduce(Usage.NONE, Usage::plus)));
    return json;
  }

  private static ObjectNode step(StepUsage step) {
    ObjectNode json = EdgeJson.object().put("state", step.state()).put("role", step.role());
    return json.setAll(usage(step.usage()));
  }
}
