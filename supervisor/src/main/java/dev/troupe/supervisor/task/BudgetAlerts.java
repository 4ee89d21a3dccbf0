package dev.troupe.supervisor.task;

import dev.troupe.agents.Budget;
import dev.troupe.supervisor.task.TaskEvent.BudgetAlerted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Finds the shares of a task's budget that were passed. */
final class BudgetAlerts {
  private BudgetAlerts() {}

  static List<BudgetAlerted> between(Task before, Task after, Instant now) {
    if (!(before instanceof Running then && after instanceof Running running)) {
      return List.of();
    }
    var budget = running.terms().limits().budget();
    var earlier = then.progress().spent();
    var spent = running.progress().spent();
    if (budget == null || earlier.total().equals(spent.total())) {
      return List.of();
    }
    var alerts = new ArrayList<BudgetAlerted>();
    for (var kind : Budget.Kind.values()) {
      var limit = spent.limit(kind, budget);
      if (limit != null) {
        budget.sharesToTell().stream()
            .filter(share -> Budget.passes(share, earlier.of(kind), spent.of(kind), limit))
            .forEach(
                share -> alerts.add(new BudgetAlerted(kind, share, spent.of(kind), limit, now)));
      }
    }
    return alerts;
  }
}
