package dev.troupe.agents.model.budget;

import dev.troupe.agents.Budget;
import dev.troupe.agents.telemetry.LogContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the accounts on this node refused, and at which shares of a budget they raised an alert. */
public final class BudgetMeter {
  private static final Logger LOG = LoggerFactory.getLogger(BudgetMeter.class);

  /** Whose budget, without names of tasks: those have no bound. */
  public enum Scope {
    TASK,
    TENANT
  }

  /**
   * @param share in percent; 0 for a refusal
   */
  private record Event(Scope scope, Budget.Kind kind, int share) {}

  private record Used(String tenant, Budget.Kind kind) {}

  public record Refusals(Scope scope, Budget.Kind kind, long count) {}

  public record Alerts(Scope scope, Budget.Kind kind, int share, long count) {}

  public record Share(String tenant, Budget.Kind kind, long percent) {}

  private final Map<Event, LongAdder> events = new ConcurrentHashMap<>();
  private final Map<Used, Long> used = new ConcurrentHashMap<>();

  void refused(AccountId id, Budget.Kind kind) {
    count(new Event(scope(id), kind, 0));
  }

  void spent(AccountId id, Account before, Account after, Budget limits) {
    for (var kind : Budget.Kind.values()) {
      after.limit(kind, limits).ifPresent(limit -> spent(id, kind, before, after, limits, limit));
    }
  }

  private void spent(
      AccountId id, Budget.Kind kind, Account before, Account after, Budget limits, long limit) {
    if (id.isOfTenant()) {
      used.put(new Used(id.tenant(), kind), after.percent(kind, limits));
    }
    var was = Budget.of(kind, before.spent());
    var now = Budget.of(kind, after.spent());
    limits.sharesToTell().stream()
        .filter(share -> Budget.passes(share, was, now, limit))
        .forEach(share -> alert(id, kind, share));
  }

  private void alert(AccountId id, Budget.Kind kind, int share) {
    count(new Event(scope(id), kind, share));
    if (id.isOfTenant()) {
      warn(id, kind, share);
      return;
    }
    try (var _ = LogContext.of(id.tenant(), id.task())) {
      warn(id, kind, share);
    }
  }

  private static void warn(AccountId id, Budget.Kind kind, int share) {
    LOG.warn("The budget of {} has come to {} % of its {}.", id, share, kind.words());
  }

  private static Scope scope(AccountId id) {
    return id.isOfTenant() ? Scope.TENANT : Scope.TASK;
  }

  private void count(Event event) {
    events.computeIfAbsent(event, _ -> new LongAdder()).increment();
  }

  public List<Refusals> refusals() {
    return events.entrySet().stream()
        .filter(entry -> entry.getKey().share() == 0)
        .map(entry ->
            new Refusals(entry.getKey().scope(), entry.getKey().kind(), entry.getValue().sum()))
        .toList();
  }

  public List<Alerts> alerts() {
    return events.entrySet().stream()
        .filter(entry -> entry.getKey().share() > 0)
        .map(entry ->
            new Alerts(
                entry.getKey().scope(),
                entry.getKey().kind(),
                entry.getKey().share(),
                entry.getValue().sum()))
        .toList();
  }

  /** Of each tenant's budget whose account is on this node, as it was when last something ended. */
  public List<Share> shares() {
    return used.entrySet().stream()
        .map(entry -> new Share(entry.getKey().tenant(), entry.getKey().kind(), entry.getValue()))
        .toList();
  }
}
