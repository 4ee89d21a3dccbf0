package dev.troupe.http;

import dev.troupe.supervisor.TaskLoad;
import java.util.Map;

/** Tasks of this node, for Prometheus. */
final class TaskMetrics {
  private TaskMetrics() {}

  static String text(TaskLoad load) {
    return new Exposition()
        .gauge(
            "troupe_tasks_under_way",
            "Tasks in this node's memory that have not ended.",
            Map.of(Map.of(), load.underWay()))
        .counter(
            "troupe_submissions_refused_total",
            "Submissions that this node did not take on.",
            Map.of(Map.of(), load.refused()))
        .gauge(
            "troupe_submission_store_seconds",
            "How long the journal takes for a new task at the moment.",
            Map.of(Map.of(), load.storing().toNanos() / 1e9))
        .toString();
  }
}
