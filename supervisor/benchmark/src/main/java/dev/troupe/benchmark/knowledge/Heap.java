package dev.troupe.benchmark.knowledge;

import java.lang.management.ManagementFactory;

/** Prints what this JVM's heap holds behind a collection of what nobody holds. */
final class Heap {
  private Heap() {}

  static void say(String when) {
    var memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    System.out.printf(
        "heap of the node, %s: %d MiB%n", when, memory.getHeapMemoryUsage().getUsed() >> 20);
  }
}
