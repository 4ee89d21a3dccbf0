package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.supervisor.task.TaskEvent.StateExited;
import dev.troupe.supervisor.task.TaskEvent.StepAssigned;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a journal to where a fork of its task shall begin, and finds the nearest places to it. */
public final class ForkPlaces {
  private final long at;
  private final SortedMap<Integer, String> agents = new TreeMap<>();
  private Task task = new Task.Absent();
  private long before;
  private long behind;
  private int assignments;
  private @Nullable Place found;

  /**
   * A state of the workflow itself was left, and nothing is open.
   *
   * @param next the state that follows
   * @param data that it is given
   * @param agents the role of each agent that was called so far, by its number
   * @param assignments how many there have been
   */
  public record Place(
      String next, JsonNode data, SortedMap<Integer, String> agents, int assignments) {}

  public ForkPlaces(long at) {
    this.at = at;
  }

  public Optional<Place> found() {
    return Optional.ofNullable(found);
  }

  public long sequence() {
    return task.sequence();
  }

  /** The last place before and the first one behind, where there are any. */
  public List<Long> nearest() {
    List<Long> nearest = new ArrayList<>();
    if (before > 0) {
      nearest.add(before);
    }
    if (behind > 0) {
      nearest.add(behind);
    }
    return nearest;
  }

  /** Takes the next event; false where nothing behind it matters. */
  public boolean read(TaskEvent event) {
    task = task.evolve(event);
    if (event instanceof StepAssigned assigned) {
      assignments = Math.max(assignments, assigned.assignment());
      if (!Work.isForOthers(assigned.role())) {
        agents.putIfAbsent(assigned.agent(), assigned.role());
      }
    }
    if (event instanceof StateExited exited && exited.frame() == Frame.TOP) {
      lived().ifPresent(this::note);
    }
    return behind == 0 && found == null;
  }

  private Optional<Running> lived() {
    return switch (task) {
      case Running running -> Optional.of(running);
      case Copying(_, _, Running copied) -> Optional.of(copied);
      case Copying _, Ended _, Retired _, Task.Absent _ -> Optional.empty();
    };
  }

  private void note(Running running) {
    if (running.frame(Frame.TOP).position() instanceof Position.Arriving(var next, var data)) {
      if (sequence() < at) {
        before = sequence();
      } else if (sequence() == at) {
        found = new Place(next, data.json(), new TreeMap<>(agents), assignments);
      } else {
        behind = sequence();
      }
    }
  }
}
