package dev.troupe.agents.shared;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.pekko.cluster.ddata.Key;
import org.apache.pekko.cluster.ddata.ORSet;
import org.apache.pekko.cluster.ddata.ORSetKey;

/**
 * The CRDTs' keys. There are always as many: a key that is deleted stays as a tombstone for ever,
 * so that none could belong to a task alone.
 */
final class Buckets {
  static final int COUNT = 256;

  private static final List<Key<ORSet<Entry>>> KEYS =
      IntStream.range(0, COUNT)
          .mapToObj(number -> ORSetKey.<Entry>create("findings-" + number))
          .toList();

  private Buckets() {}

  /**
   * @param task {@code tenant/taskId}
   */
  static Key<ORSet<Entry>> of(String task) {
    return KEYS.get(Math.floorMod(task.hashCode(), COUNT));
  }

  static List<Key<ORSet<Entry>>> all() {
    return KEYS;
  }
}
