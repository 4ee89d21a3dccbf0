package dev.troupe.http;

import dev.troupe.agents.model.budget.BudgetMeter;
import java.util.LinkedHashMap;
import java.util.Map;

/** Budgets whose accounts are on this node, for Prometheus. */
final class BudgetMetrics {
  private BudgetMetrics() {}

  static String text(BudgetMeter budgets) {
    return new Exposition()
        .counter(
            "troupe_budget_refused_total",
            "Model calls that did not fit into a budget any more.",
            refusals(budgets))
        .counter(
            "troupe_budget_alerts_total",
            "Budgets that have come to a share, in percent.",
            alerts(budgets))
        .gauge(
            "troupe_budget_used_percent",
            "How much of a tenant's budget is spent.",
            shares(budgets))
        .toString();
  }

  private static Map<Map<String, String>, Long> refusals(BudgetMeter budgets) {
    var samples = new LinkedHashMap<Map<String, String>, Long>();
    budgets
        .refusals()
        .forEach(refused -> samples.put(labels(refused.scope(), refused.kind()), refused.count()));
    return samples;
  }

  private static Map<Map<String, String>, Long> alerts(BudgetMeter budgets) {
    var samples = new LinkedHashMap<Map<String, String>, Long>();
    for (var alert : budgets.alerts()) {
      var labels = labels(alert.scope(), alert.kind());
      labels.put("share", String.valueOf(alert.share()));
      samples.put(labels, alert.count());
    }
    return samples;
  }

  private static Map<Map<String, String>, Long> shares(BudgetMeter budgets) {
    var samples = new LinkedHashMap<Map<String, String>, Long>();
    for (var share : budgets.shares()) {
      var labels = new LinkedHashMap<String, String>();
      labels.put("tenant", share.tenant());
      labels.put("kind", Exposition.word(share.kind()));
      samples.put(labels, share.percent());
    }
    return samples;
  }

  private static Map<String, String> labels(Enum<?> scope, Enum<?> kind) {
    var labels = new LinkedHashMap<String, String>();
    labels.put("scope", Exposition.word(scope));
    labels.put("kind", Exposition.word(kind));
    return labels;
  }
}
