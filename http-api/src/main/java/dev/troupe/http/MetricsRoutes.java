package dev.troupe.http;

import dev.troupe.agents.model.budget.BudgetMeter;
import dev.troupe.agents.model.limits.GatewayMetrics;
import dev.troupe.agents.model.limits.GatewayMetrics.Load;
import dev.troupe.supervisor.TaskLoad;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** {@code GET /metrics}: what this node's model gateway and budgets are at, for Prometheus. */
final class MetricsRoutes implements Routes {
  private final Supplier<TaskLoad> tasks;
  private final GatewayMetrics models;
  private final BudgetMeter budgets;

  MetricsRoutes(Supplier<TaskLoad> tasks, GatewayMetrics models, BudgetMeter budgets) {
    this.tasks = tasks;
    this.models = models;
    this.budgets = budgets;
  }

  @Override
  public @Nullable CompletionStage<HttpResponse> handle(Call call) {
    if (!call.path().equals(List.of("metrics"))) {
      return null;
    }
    if (!call.method().equals("GET") && !call.method().equals("HEAD")) {
      throw Routes.wrongMethod(call, "GET");
    }
    Parameters.allow(call);
    return CompletableFuture.completedFuture(
        Answers.text(
            200,
            Exposition.CONTENT_TYPE,
            TaskMetrics.text(tasks.get()) + text(models.snapshot()) + BudgetMetrics.text(budgets)));
  }

  private static String text(List<Load> loads) {
    return new Exposition()
        .gauge(
            "troupe_model_calls_in_flight",
            "Model calls under way on this node.",
            each(loads, Load::inFlight))
        .gauge(
            "troupe_model_calls_waiting",
            "Model calls that wait for their turn on this node.",
            each(loads, Load::waiting))
        .counter(
            "troupe_model_tries_total",
            "Tries of model calls that were let out.",
            each(loads, Load::admitted))
        .counter(
            "troupe_model_refused_total",
            "Tries of model calls that were not let out: full, too-late or open (the circuit).",
            inside(loads, "reason", load -> words(load.refused())))
        .counter(
            "troupe_model_wait_seconds_total",
            "What calls have waited for their turn, in all.",
            each(loads, load -> load.waited().toNanos() / 1e9))
        .gauge(
            "troupe_model_limit",
            "This node's part of a limit.",
            inside(loads, "limit", load -> words(load.limits())))
        .gauge(
            "troupe_model_circuit",
            "1 for the state that an endpoint's circuit is in.",
            circuits(loads))
        .toString();
  }

  private static <T> Map<Map<String, String>, T> each(List<Load> loads, Function<Load, T> value) {
    var samples = new LinkedHashMap<Map<String, String>, T>();
    loads.forEach(load -> samples.put(Map.of("provider", load.provider()), value.apply(load)));
    return samples;
  }

  private static <T> Map<Map<String, String>, T> inside(
      List<Load> loads, String label, Function<Load, Map<String, T>> values) {
    var samples = new LinkedHashMap<Map<String, String>, T>();
    loads.forEach(load ->
        values
            .apply(load)
            .forEach((key, value) ->
                samples.put(labels("provider", load.provider(), label, key), value)));
    return samples;
  }

  private static <T> Map<String, T> words(Map<? extends Enum<?>, T> values) {
    var named = new LinkedHashMap<String, T>();
    values.forEach((key, value) -> named.put(Exposition.word(key), value));
    return named;
  }

  private static Map<Map<String, String>, Integer> circuits(List<Load> loads) {
    var samples = new LinkedHashMap<Map<String, String>, Integer>();
    for (var load : new ArrayList<>(loads)) {
      load.circuits()
          .forEach((endpoint, state) ->
              samples.put(
                  labels("provider", load.provider(), "endpoint", endpoint, "state", state), 1));
    }
    return samples;
  }

  /** In this order: the format keeps it. */
  private static Map<String, String> labels(String... pairs) {
    var labels = new LinkedHashMap<String, String>();
    for (int i = 0; i < pairs.length; i += 2) {
      labels.put(pairs[i], pairs[i + 1]);
    }
    return labels;
  }
}
