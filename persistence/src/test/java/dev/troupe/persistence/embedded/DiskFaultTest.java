package dev.troupe.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.persistence.DataDirectory;
import dev.troupe.persistence.StoreFailure;
import dev.troupe.persistence.Stores;
import dev.troupe.persistence.Table;
import dev.troupe.persistence.Table.Order;
import dev.troupe.persistence.Table.Row;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A full disk and a damaged one: named as such, and nothing acknowledged that is not there. */
class DiskFaultTest {
  private static final Path FULL_DEVICE = Path.of("/dev/full");
  private static final int ROW_BYTES = 20_000;

  @TempDir private Path directory;

  @Test
  void a_full_disk_is_named_and_what_was_acknowledged_survives_it() throws Exception {
    assumeTrue(Files.exists(FULL_DEVICE), "needs /dev/full, the device that is always full");
    var acknowledged = new ArrayList<String>();
    var kit = ActorTestKit.create(config("64 KiB"));
    try {
      var table = Stores.get(kit.system()).table("t");
      acknowledged.add(put(table, 0));
      nextFilesAreFull();

      var failure = catchThrowable(() -> putUntilRefused(table, acknowledged));

      assertThat(failure)
          .hasCauseInstanceOf(StoreFailure.DiskFull.class)
          .hasMessageContaining("Store.DiskFull")
          .hasMessageContaining(directory.toString());
      assertThatThrownBy(() -> put(table, acknowledged.size() + 1))
          .hasCauseInstanceOf(StoreFailure.DiskFull.class);
      assertThat(read(table)).containsExactlyElementsOf(acknowledged);
      assertThat(Stores.get(kit.system()).ready())
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableThat()
          .withCauseInstanceOf(StoreFailure.DiskFull.class);
    } finally {
      kit.shutdownTestKit();
    }
    removeLinks();

    var again = ActorTestKit.create(config("64 KiB"));
    try {
      var table = Stores.get(again.system()).table("t");
      assertThat(read(table)).containsAll(acknowledged);
      put(table, 1_000_000);
    } finally {
      again.shutdownTestKit();
    }
  }

  /**
   * RocksDB numbers its files in one sequence: links under the next numbers lead its next logs to a
   * device without room.
   */
  private void nextFilesAreFull() throws IOException {
    var next = 1 + logs().stream().mapToLong(DiskFaultTest::number).max().orElseThrow();
    for (var number = next; number < next + 500; number++) {
      var log = store().resolve("%06d.log".formatted(number));
      if (!Files.exists(store().resolve("%06d.sst".formatted(number)))) {
        Files.createSymbolicLink(log, FULL_DEVICE);
      }
    }
  }

  private void removeLinks() throws IOException {
    for (var log : logs()) {
      if (Files.isSymbolicLink(log)) {
        Files.delete(log);
      }
    }
  }

  private static void putUntilRefused(Table table, List<String> acknowledged) {
    for (var number = 1; number < 10_000; number++) {
      acknowledged.add(put(table, number));
    }
  }

  @Test
  void a_damaged_table_file_is_named_when_it_is_read() throws Exception {
    writeToTableFiles();
    flipBytes(files(".sst"));

    var kit = ActorTestKit.create(config("64 KiB"));
    try {
      assertThatThrownBy(() -> read(Stores.get(kit.system()).table("t")))
          .satisfiesAnyOf(
              failure -> assertThat(failure).isInstanceOf(StoreFailure.Corrupt.class),
              failure -> assertThat(failure).hasCauseInstanceOf(StoreFailure.Corrupt.class))
          .hasMessageContaining("Store.Corrupt")
          .hasMessageContaining(directory.toString());
    } finally {
      kit.shutdownTestKit();
    }
  }

  @Test
  void a_damaged_log_is_named_when_the_store_opens() throws Exception {
    write(100, "32 MiB");
    flipBytes(logs());

    refusesToOpenAsCorrupt();
  }

  @Test
  void a_log_cut_short_at_its_end_loses_only_what_was_cut() throws Exception {
    write(100, "32 MiB");
    var log = logs().stream().max(Comparator.comparingLong(DiskFaultTest::number)).orElseThrow();
    try (var file = new RandomAccessFile(log.toFile(), "rw")) {
      file.setLength(file.length() - ROW_BYTES / 2);
    }

    var kit = ActorTestKit.create(config("32 MiB"));
    try {
      assertThat(read(Stores.get(kit.system()).table("t"))).hasSize(99);
    } finally {
      kit.shutdownTestKit();
    }
  }

  @Test
  void missing_table_files_are_named_when_the_store_opens() throws Exception {
    writeToTableFiles();
    // All: one alone may be a leftover that RocksDB no longer needs.
    for (var file : files(".sst")) {
      Files.delete(file);
    }

    refusesToOpenAsCorrupt();
  }

  private void refusesToOpenAsCorrupt() {
    var kit = ActorTestKit.create(config("32 MiB"));
    try {
      assertThatThrownBy(() -> Stores.get(kit.system()))
          .isInstanceOf(StoreFailure.Corrupt.class)
          .hasMessageStartingWith("Store.Corrupt: the data directory " + directory);
      assertThat(DataDirectory.holder(directory)).isEmpty();
    } finally {
      kit.shutdownTestKit();
    }
  }

  private void writeToTableFiles() throws IOException {
    write(100, "64 KiB");
    assertThat(files(".sst")).isNotEmpty();
  }

  private void write(int rows, String writeBuffer) {
    var kit = ActorTestKit.create(config(writeBuffer));
    try {
      var table = Stores.get(kit.system()).table("t");
      for (var number = 0; number < rows; number++) {
        put(table, number);
      }
    } finally {
      kit.shutdownTestKit();
    }
  }

  /** In the middle of each file, where no header and no footer stands. */
  private static void flipBytes(List<Path> files) throws IOException {
    for (var path : files) {
      try (var file = new RandomAccessFile(path.toFile(), "rw")) {
        for (var position = file.length() / 3; position < 2 * file.length() / 3; position += 512) {
          file.seek(position);
          var flipped = ~file.read();
          file.seek(position);
          file.write(flipped);
        }
      }
    }
  }

  private static String put(Table table, int number) {
    var key = "%09d".formatted(number);
    // Random, so that compression cannot make a small file of it.
    var value = new byte[ROW_BYTES];
    new Random(number).nextBytes(value);
    table.put("p", key, ByteString.fromArray(value)).toCompletableFuture().join();
    return key;
  }

  private static List<String> read(Table table) {
    return table
        .scan("p", Optional.empty(), Integer.MAX_VALUE, Order.ASCENDING)
        .toCompletableFuture()
        .join()
        .stream()
        .map(Row::key)
        .toList();
  }

  private Path store() {
    return directory.resolve("store");
  }

  private List<Path> logs() throws IOException {
    return files(".log");
  }

  private List<Path> files(String suffix) throws IOException {
    try (var files = Files.list(store())) {
      return files.filter(path -> path.toString().endsWith(suffix)).sorted().toList();
    }
  }

  private static long number(Path file) {
    var name = String.valueOf(file.getFileName());
    return Long.parseLong(name.substring(0, name.indexOf('.')));
  }

  private Config config(String writeBuffer) {
    return ConfigFactory.parseMap(
        Map.of(
            "troupe.store.directory",
            directory.toString(),
            "troupe.store.write-buffer",
            writeBuffer));
  }
}
