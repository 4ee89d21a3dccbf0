package dev.troupe.agents.knowledge.local;

import dev.troupe.agents.Agents;
import dev.troupe.persistence.Table;
import dev.troupe.persistence.Table.Order;
import dev.troupe.persistence.Table.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.util.ByteString;

/** Which documents, and which passages of them, the store's own index holds. */
final class IndexedInStore {
  private static final int PAGE = 500;
  private static final String PASSAGES = "passages";

  /** Partition: scope. Key: document. */
  private final Table documents;

  /** Partition: scope. Key: {@link #PASSAGES}, once a scope has been indexed. */
  private final Table scopes;

  IndexedInStore(Function<String, Table> tables) {
    this.documents = tables.apply(Agents.SEARCHED_DOCUMENTS);
    this.scopes = tables.apply(Agents.SEARCHED_COLLECTIONS);
  }

  /** How many passages a scope has; empty while it has not been indexed. */
  Optional<Long> passages(String scope) {
    return await(scopes.get(scope, PASSAGES)).map(row -> Long.valueOf(row.utf8String()));
  }

  void outdate(String scope) {
    await(scopes.delete(scope, List.of(PASSAGES)));
  }

  void count(String scope) {
    long[] passages = {0};
    scan(scope, document -> passages[0] += document.passages().size());
    await(scopes.put(scope, PASSAGES, ByteString.fromString(Long.toString(passages[0]))));
  }

  Optional<StoredDocument> document(String scope, String name) {
    return await(documents.get(scope, name)).map(PassageFormat::readDocument);
  }

  Map<String, String> fingerprints(String scope) {
    Map<String, String> found = new HashMap<>();
    scan(scope, document -> found.put(document.name(), document.fingerprint()));
    return found;
  }

  void put(String scope, StoredDocument document) {
    await(documents.put(scope, document.name(), PassageFormat.write(document)));
  }

  void remove(String scope, String name) {
    await(documents.delete(scope, List.of(name)));
  }

  private void scan(String scope, Consumer<StoredDocument> reader) {
    Optional<String> after = Optional.empty();
    List<Row> page;
    do {
      page = await(documents.scan(scope, after, PAGE, Order.ASCENDING));
      page.forEach(row -> reader.accept(PassageFormat.readDocument(row.value())));
      after = page.isEmpty() ? after : Optional.of(page.getLast().key());
    } while (page.size() == PAGE);
  }

  private static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
