package dev.troupe.supervisor.task;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.function.DoubleSupplier;

/** The part of the heap for objects that have lived long, whatever the collector calls it. */
final class OldGeneration {
  private OldGeneration() {}

  /** The share of it that its last collection could not free; 0 where there was none yet. */
  static DoubleSupplier share() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .filter(pool -> pool.getName().contains("Old") || pool.getName().contains("Tenured"))
        .findFirst()
        .<DoubleSupplier>map(pool -> () -> share(pool))
        .orElse(() -> 0);
  }

  private static double share(MemoryPoolMXBean pool) {
    var usage = pool.getCollectionUsage();
    return usage == null || usage.getMax() <= 0 ? 0 : (double) usage.getUsed() / usage.getMax();
  }
}
