package dev.troupe.agents.knowledge.local;

import dev.troupe.agents.Agents;
import dev.troupe.agents.knowledge.Passage;
import dev.troupe.persistence.Store;
import dev.troupe.persistence.Table;
import dev.troupe.persistence.Table.Order;
import dev.troupe.persistence.Table.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.util.ByteString;

/**
 * The truth about what collections hold. A document's row is its commit point: it is written when
 * its passages are durable, and passages are never deleted, because a transcript may refer to them.
 */
final class PassageStore {
  private static final int PAGE = 500;
  private static final int PASSAGES_PER_WRITE = 200;

  /** Partition: tenant. Key: collection. */
  private final Table collections;

  /** Partition: tenant/collection. Key: document. */
  private final Table documents;

  /** Partition: tenant. Key: passage. */
  private final Table passages;

  PassageStore(Function<String, Table> tables) {
    this.collections = tables.apply("knowledge-collections");
    this.documents = tables.apply("knowledge-documents");
    this.passages = tables.apply(Agents.PASSAGES);
  }

  static PassageStore of(Store store) {
    return new PassageStore(store::table);
  }

  void open(String tenant, String collection) {
    if (await(collections.get(tenant, collection)).isEmpty()) {
      await(collections.put(tenant, collection, ByteString.fromString("{}")));
    }
  }

  /** Says that documents of a collection have changed; after they are durable. */
  void mark(String tenant, String collection) {
    await(collections.put(tenant, collection, ByteString.fromString(UUID.randomUUID().toString())));
  }

  /** What the last change of a collection was marked with; empty for an unknown collection. */
  String markOf(String tenant, String collection) {
    return await(collections.get(tenant, collection)).map(ByteString::utf8String).orElse("");
  }

  List<String> collections(String tenant) {
    List<String> names = new ArrayList<>();
    scan(collections, tenant, row -> names.add(row.key()));
    return names;
  }

  Map<String, StoredDocument> documents(String tenant, String collection) {
    Map<String, StoredDocument> found = new TreeMap<>();
    scan(
        documents,
        partition(tenant, collection),
        row -> found.put(row.key(), PassageFormat.readDocument(row.value())));
    return found;
  }

  /** Before their document, which is there only with all of them. */
  void put(String tenant, List<EmbeddedPassage> embedded) {
    for (int from = 0; from < embedded.size(); from += PASSAGES_PER_WRITE) {
      int to = Math.min(from + PASSAGES_PER_WRITE, embedded.size());
      List<Row> rows =
          embedded.subList(from, to).stream()
              .map(one -> new Row(one.passage().id(), PassageFormat.write(one)))
              .toList();
      await(passages.putAll(tenant, rows));
    }
  }

  void put(String tenant, String collection, StoredDocument document) {
    await(
        documents.put(
            partition(tenant, collection), document.name(), PassageFormat.write(document)));
  }

  /** The document leaves its collection; its passages stay readable by id. */
  void remove(String tenant, String collection, List<String> names) {
    if (!names.isEmpty()) {
      await(documents.delete(partition(tenant, collection), names));
    }
  }

  /** In the given order; unknown ids are left out. */
  List<EmbeddedPassage> embedded(String tenant, List<String> ids) {
    List<CompletableFuture<Optional<ByteString>>> asked =
        ids.stream().map(id -> passages.get(tenant, id).toCompletableFuture()).toList();
    return asked.stream()
        .flatMap(answer -> answer.join().stream())
        .map(PassageFormat::readPassage)
        .toList();
  }

  List<Passage> passages(String tenant, List<String> ids) {
    return embedded(tenant, ids).stream().map(EmbeddedPassage::passage).toList();
  }

  private static void scan(Table table, String partition, Consumer<Row> reader) {
    Optional<String> after = Optional.empty();
    List<Row> page;
    do {
      page = await(table.scan(partition, after, PAGE, Order.ASCENDING));
      page.forEach(reader);
      after = page.isEmpty() ? after : Optional.of(page.getLast().key());
    } while (page.size() == PAGE);
  }

  private static String partition(String tenant, String collection) {
    return tenant + "/" + collection;
  }

  private static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
