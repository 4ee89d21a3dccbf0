package dev.troupe.supervisor.task;

import com.fasterxml.jackson.core.JsonProcessingException;
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
    return lines.stream().map(StoredJournal::read).toList();
  }

  private static TaskEvent read(String line) {
    try {
      return Json.MAPPER.readValue(line, TaskEvent.class);
    } catch (JsonProcessingException unreadable) {
      throw new AssertionError(line, unreadable);
    }
  }

  /** The task as a recovery finds it: every event is read and folded anew. */
  Task recovered() {
    return folded(new Task.Absent(), lines);
  }

  /** Goes on from an earlier recovery. */
  static Task folded(Task before, List<String> written) {
    var task = before;
    for (var line : written) {
      task = task.evolve(read(line));
    }
    return task;
  }
}
