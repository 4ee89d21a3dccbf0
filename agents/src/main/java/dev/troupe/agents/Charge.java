package dev.troupe.agents;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an assignment's model calls are charged to.
 *
 * @param task whose budget it is: the task itself, or the one that it is a step of
 * @param since when the time of that task's budget runs from
 * @param raises what people have added to it, by their approvals
 * @param tenantRaises the same of the tenant's
 */
public record Charge(
    String task,
    Budget budget,
    Instant since,
    Map<String, Amounts> raises,
    Map<String, TenantRaise> tenantRaises) {

  public Charge {
    raises = Map.copyOf(raises);
    tenantRaises = Map.copyOf(tenantRaises);
  }

  /** When the task's time is over; null where it has no bound. */
  public @Nullable Instant end() {
    var limit = budget.limit(Budget.Kind.TIME, raises.values());
    return limit == null ? null : since.plusMillis(limit);
  }
}
