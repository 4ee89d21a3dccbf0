package dev.troupe.agents.shared;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.pekko.cluster.ddata.ORSet;
import org.apache.pekko.cluster.ddata.SelfUniqueAddress;

/**
 * What a node does to a bucket. An observed-remove set of whole entries: adding sends the entry
 * alone, and what is removed leaves nothing behind.
 */
final class Bucket {
  private Bucket() {}

  /** The same set where there is no news, or the bounds leave no room for it. */
  static ORSet<Entry> with(
      ORSet<Entry> bucket,
      SelfUniqueAddress node,
      Collection<? extends Entry> entries,
      Bounds bounds,
      Instant now) {
    var known = bucket.getElements();
    var all = new HashSet<Entry>(known);
    all.addAll(entries);
    var evicted = Set.copyOf(Eviction.of(all, bounds, now));
    var news =
        entries.stream()
            .filter(entry -> !known.contains(entry) && !evicted.contains(entry))
            .toList();
    var next = bucket;
    for (var entry : news) {
      next = next.add(node, entry);
    }
    return news.isEmpty()
        ? bucket
        : without(next, node, evicted.stream().filter(known::contains).toList());
  }

  static ORSet<Entry> within(
      ORSet<Entry> bucket, SelfUniqueAddress node, Bounds bounds, Instant now) {
    return without(bucket, node, Eviction.of(bucket.getElements(), bounds, now));
  }

  static ORSet<Entry> without(ORSet<Entry> bucket, SelfUniqueAddress node, List<Entry> entries) {
    var next = bucket;
    for (var entry : entries) {
      next = next.remove(node, entry);
    }
    return next;
  }

  /**
   * @param task {@code tenant/taskId}
   */
  static List<Entry> of(ORSet<Entry> bucket, String task) {
    return of(bucket, Set.of(task));
  }

  /**
   * @param tasks each {@code tenant/taskId}
   */
  static List<Entry> of(ORSet<Entry> bucket, Set<String> tasks) {
    return bucket.getElements().stream().filter(entry -> tasks.contains(entry.task())).toList();
  }
}
