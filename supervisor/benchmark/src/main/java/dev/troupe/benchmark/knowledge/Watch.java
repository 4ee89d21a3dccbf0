package dev.troupe.benchmark.knowledge;

/** Prints how long something took. */
final class Watch {
  private Watch() {}

  @FunctionalInterface
  interface Work<T> {
    T make() throws Exception;
  }

  static <T> T time(String what, Work<T> work) throws Exception {
    long start = System.nanoTime();
    T made = work.make();
    System.out.printf("%s: %.0f s%n", what, (System.nanoTime() - start) / 1e9);
    return made;
  }
}
