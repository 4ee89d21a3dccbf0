package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.troupe.agents.knowledge.ContentHash;
import dev.troupe.agents.tool.ModelView;
import dev.troupe.agents.tool.ToolSpec;
import dev.troupe.agents.tool.ToolSpec.Effect;
import dev.troupe.persistence.Json;
import dev.troupe.persistence.Recent;
import dev.troupe.persistence.Table;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.StreamSupport;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What models were told of tools, each list by the SHA-256 of its bytes: a transcript shows the
 * tools of its time, not those of today.
 */
final class ToolLists {
  /** Remembers none: for agents without tools. */
  static final ToolLists EMPTY = new ToolLists(null);

  private static final String PARTITION = "tools-by-hash";
  private static final int KEPT_AT_MOST = 1_024;

  private final @Nullable Table table;
  private final Map<List<Same>, CompletionStage<Optional<String>>> stored =
      Collections.synchronizedMap(Recent.byUse(KEPT_AT_MOST));

  /** A tool's description by its identity: to compare large schemas at each turn takes long. */
  private record Same(ToolSpec spec) {
    @Override
    @SuppressWarnings("ReferenceEquality")
    public boolean equals(@Nullable Object other) {
      return other instanceof Same(var also) && spec == also;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(spec);
    }
  }

  /**
   * @param table that of the roles, which are kept for the same reason
   */
  ToolLists(@Nullable Table table) {
    this.table = table;
  }

  /** Completes with the list's hash when it is found after a crash; empty for no tools. */
  CompletionStage<Optional<String>> stored(List<ToolSpec> specs) {
    if (table == null || specs.isEmpty()) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    var same = specs.stream().map(Same::new).toList();
    var known = stored.get(same);
    if (known == null || known.toCompletableFuture().isCompletedExceptionally()) {
      known = store(table, bytes(specs));
      stored.put(same, known);
    }
    return known;
  }

  private static CompletionStage<Optional<String>> store(Table into, byte[] bytes) {
    var hash = ContentHash.of(bytes);
    var row = new Table.Row(hash, ByteString.fromArrayUnsafe(bytes));
    return into.putAll(PARTITION, List.of(row)).thenApply(_ -> Optional.of(hash));
  }

  /** Empty if no such list was ever stored here. */
  CompletionStage<Optional<List<ToolSpecification>>> byHash(String hash) {
    return table == null
        ? CompletableFuture.completedStage(Optional.empty())
        : table
            .get(PARTITION, hash)
            .thenApply(found -> found.map(bytes -> specifications(bytes.utf8String())));
  }

  private static byte[] bytes(List<ToolSpec> specs) {
    var list = Json.MAPPER.createArrayNode();
    for (var spec : specs) {
      list.addObject()
          .put("name", spec.name())
          .put("description", spec.description())
          .set("inputSchema", spec.inputSchema());
    }
    return Json.bytes(list);
  }

  private static List<ToolSpecification> specifications(String list) {
    return StreamSupport.stream(Json.parse(list).spliterator(), false)
        .map(ToolLists::specification)
        .toList();
  }

  /** Of a model's view, effect and origin are no part. */
  private static ToolSpecification specification(JsonNode tool) {
    return ModelView.of(
        new ToolSpec(
            tool.path("name").asText(),
            tool.path("description").asText(),
            tool.path("inputSchema"),
            Effect.READS,
            false));
  }
}
