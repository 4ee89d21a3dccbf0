package dev.troupe.persistence.embedded;

import dev.troupe.persistence.ReadTables;
import dev.troupe.persistence.StoreFailure;
import dev.troupe.persistence.Table.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.apache.pekko.util.ByteString;
import org.rocksdb.RocksDBException;

/** Reads tables of a data directory that nobody serves, without taking or changing it. */
public final class ClosedTables implements ReadTables {
  private final Database database;
  private final Failures failures;

  private ClosedTables(Database database, Path directory) {
    this.database = database;
    this.failures = new Failures(directory);
  }

  /**
   * Empty if no store was ever opened there.
   *
   * @throws StoreFailure if its files cannot be read
   */
  public static <T> Optional<T> read(Path directory, Function<ReadTables, T> reader) {
    if (!Files.exists(directory.resolve("store").resolve("CURRENT"))) {
      return Optional.empty();
    }
    var result = new CompletableFuture<T>();
    new StoreThread(() -> read(directory, reader, result), "troupe-store-glance").start();
    try {
      return Optional.of(result.join());
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof StoreFailure known
          ? known
          : new Failures(directory).onRead(failed.getCause() == null ? failed : failed.getCause());
    }
  }

  private static <T> void read(
      Path directory, Function<ReadTables, T> reader, CompletableFuture<T> result) {
    try {
      NativeLibrary.load(directory.resolve("native"));
      var database = DatabaseFiles.openToRead(directory.resolve("store"));
      try {
        result.complete(reader.apply(new ClosedTables(database, directory)));
      } finally {
        database.close();
      }
    } catch (RocksDBException | RuntimeException | Error unreadable) {
      result.completeExceptionally(unreadable);
    }
  }

  @Override
  public List<Row> rows(String table, String partition) {
    var prefix = Keys.partition(table, partition);
    List<Row> rows = new ArrayList<>();
    try {
      database.ascend(
          Column.TABLES,
          prefix,
          Keys.behind(prefix),
          (key, value) ->
              rows.add(
                  new Row(Keys.textAfter(key, prefix.length), ByteString.fromArrayUnsafe(value))));
    } catch (RocksDBException unreadable) {
      throw failures.onRead(unreadable);
    }
    return rows;
  }

  @Override
  public Optional<ByteString> get(String table, String partition, String key) {
    try {
      var wanted = Keys.append(Keys.partition(table, partition), Keys.text(key));
      return Optional.ofNullable(database.get(Column.TABLES, wanted))
          .map(ByteString::fromArrayUnsafe);
    } catch (RocksDBException unreadable) {
      throw failures.onRead(unreadable);
    }
  }
}
