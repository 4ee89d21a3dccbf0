package dev.troupe.agents.shared;

import static java.util.Comparator.comparing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What has to leave a bucket for its bounds to hold: the oldest, of who has most. Pure. */
final class Eviction {
  private static final Comparator<Entry> OLDEST_FIRST =
      comparing(Entry::at).thenComparing(Entry::toString);

  private final Bounds bounds;
  private final List<Entry> kept = new ArrayList<>();
  private final List<Entry> evicted = new ArrayList<>();

  private Eviction(Collection<Entry> entries, Bounds bounds, Instant now) {
    this.bounds = bounds;
    var expired = now.minus(bounds.keep());
    for (var entry : entries) {
      (entry.at().isBefore(expired) ? evicted : kept).add(entry);
    }
  }

  /**
   * In the order in which they leave; whoever decides it from the same entries decides the same.
   */
  static List<Entry> of(Collection<Entry> entries, Bounds bounds, Instant now) {
    var eviction = new Eviction(entries, bounds, now);
    eviction.evict(Entry::task, bounds.taskBytes());
    eviction.evict(Entry::tenant, bounds.tenantBytes());
    eviction.evictFromLargest();
    return eviction.evicted;
  }

  private void evict(Function<Entry, String> owner, int bytesAtMost) {
    bytesBy(owner)
        .forEach((name, bytes) -> {
          if (bytes > bytesAtMost) {
            evictOldest(owner, name, bytes - bytesAtMost);
          }
        });
  }

  private void evictFromLargest() {
    var bytes = bytesBy(Entry::tenant);
    for (int excess = sum(bytes) - bounds.bucketBytes();
        excess > 0;
        excess = sum(bytes) - bounds.bucketBytes()) {
      var largest =
          bytes.entrySet().stream()
              .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry::getKey))
              .orElseThrow()
              .getKey();
      evictOldest(Entry::tenant, largest, 1);
      bytes = bytesBy(Entry::tenant);
    }
  }

  private void evictOldest(Function<Entry, String> owner, String name, int atLeastBytes) {
    int left = atLeastBytes;
    var oldest =
        kept.stream().filter(entry -> owner.apply(entry).equals(name)).sorted(OLDEST_FIRST);
    for (var entry : oldest.toList()) {
      if (left <= 0) {
        return;
      }
      kept.remove(entry);
      evicted.add(entry);
      left -= entry.bytes();
    }
  }

  private Map<String, Integer> bytesBy(Function<Entry, String> owner) {
    var bytes = new HashMap<String, Integer>();
    kept.forEach(entry -> bytes.merge(owner.apply(entry), entry.bytes(), Integer::sum));
    return bytes;
  }

  private static int sum(Map<String, Integer> bytes) {
    return bytes.values().stream().mapToInt(Integer::intValue).sum();
  }
}
