package dev.troupe.supervisor.view;

import dev.troupe.persistence.Json;
import dev.troupe.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.util.ByteString;

/** Which definition, by its hash, each stored name points to. */
final class WorkflowTable {
  static final String PARTITION = "names";
  private static final int PAGE = 500;

  private final Table table;

  WorkflowTable(Table table) {
    this.table = table;
  }

  /** A row: its fields are a storage format. */
  record Pointer(String hash, Instant at) {}

  record Entry(String tenant, String name, String hash) {
    static Entry of(Table.Row row) {
      var slash = row.key().indexOf('/');
      var pointer = Json.fromTree(Json.parse(row.value().utf8String()), Pointer.class);
      return new Entry(
          row.key().substring(0, slash), row.key().substring(slash + 1), pointer.hash());
    }
  }

  CompletionStage<Void> put(String tenant, String name, String hash, Instant at) {
    var row = Json.bytes(Json.toTree(new Pointer(hash, at)));
    return table.put(PARTITION, key(tenant, name), ByteString.fromArray(row));
  }

  CompletionStage<Void> delete(String tenant, String name) {
    return table.delete(PARTITION, List.of(key(tenant, name)));
  }

  private static String key(String tenant, String name) {
    return tenant + "/" + name;
  }

  /** All there are; waits for the store. */
  List<Entry> all() {
    List<Entry> all = new ArrayList<>();
    var after = Optional.<String>empty();
    List<Table.Row> page;
    do {
      page = table.scan(PARTITION, after, PAGE, Table.Order.ASCENDING).toCompletableFuture().join();
      page.forEach(row -> all.add(Entry.of(row)));
      after = page.isEmpty() ? after : Optional.of(page.getLast().key());
    } while (page.size() == PAGE);
    return all;
  }
}
