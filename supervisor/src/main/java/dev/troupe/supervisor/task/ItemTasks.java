package dev.troupe.supervisor.task;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The items of a distributed Map that are tasks of their own, by their indices.
 *
 * @param open what they are at
 * @param failed those that did
 * @param aborted those that were ended because of others
 * @param again those that a redrive gives a new task, the first of them already
 * @param begunAgain how many of those have it
 */
record ItemTasks(
    SortedMap<Integer, Work> open,
    Slots<Integer> failed,
    List<Integer> aborted,
    List<Integer> again,
    int begunAgain) {

  static ItemTasks none() {
    return new ItemTasks(new TreeMap<>(), Slots.empty(), List.of(), List.of(), 0);
  }

  int waiting() {
    return again.size() - begunAgain;
  }

  int next() {
    return again.get(begunAgain);
  }

  /** Which item an assignment is. */
  int indexOf(int assignment) {
    return open.entrySet().stream()
        .filter(item -> item.getValue().assignment() == assignment)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No item %d is open".formatted(assignment)));
  }

  ItemTasks withStarted(int index, Work item) {
    var begun = waiting() > 0 ? begunAgain + 1 : begunAgain;
    return new ItemTasks(Copies.with(open, index, item), failed, aborted, again, begun);
  }

  ItemTasks without(int index) {
    return new ItemTasks(Copies.without(open, index), failed, aborted, again, begunAgain);
  }

  ItemTasks withFailed(int index) {
    return new ItemTasks(
        Copies.without(open, index), failed.with(index, index), aborted, again, begunAgain);
  }

  ItemTasks withAborted(int index) {
    var all = Stream.concat(aborted.stream(), Stream.of(index)).toList();
    return new ItemTasks(Copies.without(open, index), failed, all, again, begunAgain);
  }

  /** What has no result is given a new task; what failed only if the failures are no result. */
  ItemTasks revived(boolean withFailed) {
    var without =
        Stream.of(open.keySet().stream(), aborted.stream(), again.stream().skip(begunAgain))
            .flatMap(indices -> indices);
    var all = withFailed ? Stream.concat(without, failed.values()) : without;
    return new ItemTasks(
        new TreeMap<>(), withFailed ? Slots.empty() : failed, List.of(), all.sorted().toList(), 0);
  }
}
