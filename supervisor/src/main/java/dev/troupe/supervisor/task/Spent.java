package dev.troupe.supervisor.task;

import dev.troupe.agents.Amounts;
import dev.troupe.agents.Budget;
import dev.troupe.agents.TenantRaise;
import dev.troupe.agents.Usage;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a task has used of models, and what it may.
 *
 * @param byPlace no more entries than the workflow has states
 * @param raises what people added to its budget, by their approvals
 * @param tenantRaises the same of its tenant's
 * @param draft what it would finish with if it had to; null where it would not
 */
record Spent(
    Usage total,
    Map<Place, Usage> byPlace,
    Map<String, Amounts> raises,
    Map<String, TenantRaise> tenantRaises,
    @Nullable Held draft) {
  static final Spent NOTHING = new Spent(Usage.NONE, Map.of(), Map.of(), Map.of(), null);

  /** Who used it, and in which state of the workflow. */
  record Place(String state, String role) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
        Comparator.comparing(Place::state).thenComparing(Place::role);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  Spent plus(Usage more, Place place) {
    if (more.equals(Usage.NONE)) {
      return this;
    }
    var known = byPlace.getOrDefault(place, Usage.NONE);
    var places = Copies.with(byPlace, place, known.plus(more));
    return new Spent(total.plus(more), places, raises, tenantRaises, draft);
  }

  /** As another task that goes on from here: for its own account. */
  Spent unpaid() {
    return new Spent(Usage.NONE, Map.of(), Map.of(), Map.of(), draft);
  }

  Spent with(TaskEvent.BudgetRaised raise) {
    return raise.error().equals(Budget.EXHAUSTED)
        ? new Spent(
            total, byPlace, Copies.with(raises, raise.approval(), raise.by()), tenantRaises, draft)
        : new Spent(
            total,
            byPlace,
            raises,
            Copies.with(tenantRaises, raise.approval(), TenantRaise.of(raise.by(), raise.at())),
            draft);
  }

  /** The latest brief; before the first one, the latest output of all. */
  Spent withOutput(Held output) {
    return draft == null || isBrief(output) || !isBrief(draft)
        ? new Spent(total, byPlace, raises, tenantRaises, output)
        : this;
  }

  private static boolean isBrief(Held output) {
    return output.json().path("markdown").isTextual();
  }

  /** How much is spent of what is bounded, in the unit of its kind. */
  long of(Budget.Kind kind) {
    return switch (kind) {
      case MONEY -> total.cost() == null ? 0 : total.cost().nanos();
      case TOKENS -> total.inputTokens() + total.outputTokens();
      case MODEL_CALLS -> total.modelCalls();
      // It runs by the clock.
      case TIME -> 0;
    };
  }

  /** What may be spent, people's raises included; null for no bound. */
  @Nullable Long limit(Budget.Kind kind, Budget budget) {
    return budget.limit(kind, raises.values());
  }

  List<Map.Entry<Place, Usage>> inOrder() {
    return List.copyOf(new TreeMap<>(byPlace).entrySet());
  }
}
