package dev.troupe.persistence.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.troupe.persistence.Json;
import dev.troupe.persistence.Store;
import dev.troupe.persistence.StoreFailure;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.util.ByteString;

/** The row that stands in a store from an import's begin to its end. */
public final class HalfImport {
  static final String TABLE = "import";
  private static final String ONLY = "only";

  private final Store store;

  HalfImport(Store store) {
    this.store = store;
  }

  /**
   * For whoever is to work with a store.
   *
   * @throws StoreFailure.HalfImported if an import into it has not ended
   */
  public static void refuse(Store store) {
    var _ =
        new HalfImport(store)
            .found()
            .toCompletableFuture()
            .join()
            .map(row -> {
              throw new StoreFailure.HalfImported(row.path("file").asText());
            });
  }

  CompletionStage<Optional<JsonNode>> found() {
    return store
        .table(TABLE)
        .get(ONLY, ONLY)
        .thenApply(row -> row.map(value -> Json.parse(value.utf8String())));
  }

  CompletionStage<Void> begin(String archive, String file) {
    var row = JsonNodeFactory.instance.objectNode().put("archive", archive).put("file", file);
    return store.table(TABLE).put(ONLY, ONLY, ByteString.fromArray(Json.bytes(row)));
  }

  CompletionStage<Void> end() {
    return store.table(TABLE).delete(ONLY, List.of(ONLY));
  }
}
