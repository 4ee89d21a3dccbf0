package dev.troupe.benchmark.knowledge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Prints what the replica and Cassandra's tables take, Cassandra being stopped. */
final class Disk {
  private Disk() {}

  static void say(Path work) throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    add(sizes, "replica", work.resolve("index"));
    Path tables = work.resolve("cassandra/data/troupe");
    try (var found = Files.list(tables)) {
      for (Path table : found.toList()) {
        add(sizes, "Cassandra " + table.getFileName().toString().replaceAll("-.*", ""), table);
      }
    }
    sizes.forEach((what, bytes) -> {
      if (bytes >= 1 << 20) {
        System.out.printf("disk, %s: %d MiB%n", what, bytes >> 20);
      }
    });
  }

  private static void add(Map<String, Long> sizes, String what, Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      long bytes = files.filter(Files::isRegularFile).mapToLong(Disk::size).sum();
      sizes.merge(what, bytes, Long::sum);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }
}
