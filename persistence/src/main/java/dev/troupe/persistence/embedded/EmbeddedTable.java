package dev.troupe.persistence.embedded;

import dev.troupe.persistence.Names;
import dev.troupe.persistence.Table;
import dev.troupe.persistence.TablePartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.util.ByteString;
import org.rocksdb.RocksDBException;

/** A table as a range of keys in one column family. */
final class EmbeddedTable implements Table {
  private final String name;
  private final Readers readers;
  private final GroupCommit writer;

  EmbeddedTable(String name, Readers readers, GroupCommit writer) {
    this.name = Names.checked("table name", name);
    this.readers = readers;
    this.writer = writer;
  }

  /** Looks at one row of each. */
  static List<TablePartition> partitions(Database database) throws RocksDBException {
    var found = new ArrayList<TablePartition>();
    var from = new byte[0];
    int before;
    do {
      before = found.size();
      database.ascend(
          Column.TABLES,
          from,
          Keys.BEHIND_ALL_TEXTS,
          (key, _) -> {
            found.add(Keys.partition(key));
            return false;
          });
      if (found.size() > before) {
        var last = found.getLast();
        from = Keys.behind(Keys.partition(last.table(), last.partition()));
      }
    } while (found.size() > before);
    return found;
  }

  @Override
  public CompletionStage<Void> put(String partition, String key, ByteString value) {
    return putAll(partition, List.of(new Row(key, value)));
  }

  @Override
  public CompletionStage<Void> putAll(String partition, List<Row> rows) {
    var prefix = prefix(partition);
    var keys = rows.stream().map(row -> key(prefix, row.key())).toList();
    var values = rows.stream().map(row -> row.value().toArrayUnsafe()).toList();
    return writer.submit(
        bytes(keys) + bytes(values),
        batch -> {
          for (var index = 0; index < keys.size(); index++) {
            batch.put(Column.TABLES, keys.get(index), values.get(index));
          }
        });
  }

  @Override
  public CompletionStage<Optional<ByteString>> get(String partition, String key) {
    var wanted = key(prefix(partition), key);
    return readers.read(database ->
        Optional.ofNullable(database.get(Column.TABLES, wanted)).map(ByteString::fromArrayUnsafe));
  }

  @Override
  public CompletionStage<List<Row>> scan(
      String partition, Optional<String> after, int limit, Order order) {
    var prefix = prefix(partition);
    return readers.read(database -> {
      var rows = new ArrayList<Row>();
      Database.RowVisitor visitor =
          (key, value) -> {
            rows.add(
                new Row(Keys.textAfter(key, prefix.length), ByteString.fromArrayUnsafe(value)));
            return rows.size() < limit;
          };
      var behind = Keys.behind(prefix);
      if (limit > 0) {
        switch (order) {
          case ASCENDING ->
              database.ascend(
                  Column.TABLES,
                  // The first key strictly behind another is that key with a NUL.
                  after.map(last -> key(prefix, last + '\0')).orElse(prefix),
                  behind,
                  visitor);
          case DESCENDING ->
              database.descend(
                  Column.TABLES,
                  prefix,
                  after.map(last -> key(prefix, last)).orElse(behind),
                  visitor);
        }
      }
      return rows;
    });
  }

  @Override
  public CompletionStage<Void> delete(String partition, List<String> keys) {
    var prefix = prefix(partition);
    var encoded = keys.stream().map(key -> key(prefix, key)).toList();
    return writer.submit(
        bytes(encoded),
        batch -> {
          for (var key : encoded) {
            batch.delete(Column.TABLES, key);
          }
        });
  }

  private static long bytes(List<byte[]> arrays) {
    return arrays.stream().mapToLong(array -> array.length).sum();
  }

  private byte[] prefix(String partition) {
    return Keys.partition(name, Names.checked("partition", partition));
  }

  private static byte[] key(byte[] prefix, String key) {
    return Keys.append(prefix, Keys.text(key));
  }
}
