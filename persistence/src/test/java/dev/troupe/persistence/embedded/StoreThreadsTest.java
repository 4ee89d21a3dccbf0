package dev.troupe.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who runs on which thread: RocksDB on the store's, callers' code never. */
class StoreThreadsTest {

  @Test
  void rocksdb_is_refused_to_any_other_thread_and_callers_never_run_on_the_stores(
      @TempDir Path directory) throws Exception {
    try (var callers = Executors.newSingleThreadExecutor(work -> new Thread(work, "callers"))) {
      var settings = EmbeddedStoreSettings.of(ConfigFactory.load());
      var engine = new Engine(directory, settings, new Dispatch(callers), new Commits());
      var parts = engine.open();
      var database = parts.readers().read(leaked -> leaked).toCompletableFuture().join();

      assertThatThrownBy(() -> database.get(Column.COUNTERS, Keys.COUNTERS))
          .hasMessageContaining("hand the work to the store's own threads");

      var afterRead = new CompletableFuture<String>();
      var afterWrite = new CompletableFuture<String>();
      var reads = parts.readers().read(_ -> true).thenRun(() -> note(afterRead));
      var writes = parts.writer().submit(0, _ -> {}).thenRun(() -> note(afterWrite));
      CompletableFuture.allOf(reads.toCompletableFuture(), writes.toCompletableFuture()).join();
      // A stage may be complete before its continuation is attached: then the caller itself runs
      // it.
      assertThat(afterRead.join()).doesNotContain("troupe-store");
      assertThat(afterWrite.join()).doesNotContain("troupe-store");
      engine.close();
    }
  }

  private static void note(CompletableFuture<String> thread) {
    thread.complete(Thread.currentThread().getName());
  }
}
