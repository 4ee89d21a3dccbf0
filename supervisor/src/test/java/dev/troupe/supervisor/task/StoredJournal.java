package dev.troupe.supervisor.task;

import dev.troupe.persistence.Json;
import java.util.ArrayList;
import java.util.List;

/** What a crash leaves of a task: the JSON of its events, and nothing that was in memory. */
final class StoredJournal {
  private final List<String> lines = new ArrayList<>();

  static List<String> lines(List<TaskEvent> events) {
    return events.stream().map(Json::write).toList();
  }

  void append(List<String> written) {
    lines.addAll(written);
  }

  List<String> lines() {
    return lines;
  }

  List<TaskEvent> events() {
    return lines.stream().map(line -> Json.fromTree(Json.parse(line), TaskEvent.class)).toList();
  }

  /** The task as a recovery finds it: every event is read and folded anew. */
  Task recovered() {
    Task task = new Task.Absent();
    for (var event : events()) {
      task = task.evolve(event);
    }
    return task;
  }
}
