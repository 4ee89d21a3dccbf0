package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Json;
import dev.troupe.persistence.Recent;
import dev.troupe.persistence.Table;
import dev.troupe.supervisor.workflow.Reading;
import dev.troupe.supervisor.workflow.Workflow;
import dev.troupe.supervisor.workflow.WorkflowReader;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.util.ByteString;

/**
 * Workflows by the hash of their definition: compiled ones in memory, definitions in a table, where
 * a task finds its own after any crash.
 */
public final class Workflows {
  public static final String TABLE = "workflows";

  /** Definitions by their hash. */
  public static final String DEFINITIONS = "definitions";

  private static final int COMPILED_AT_MOST = 256;

  private final Table table;
  private final Set<String> stored = ConcurrentHashMap.newKeySet();
  private final Map<String, Workflow> compiled =
      Collections.synchronizedMap(Recent.byUse(COMPILED_AT_MOST));

  public Workflows(Table table) {
    this.table = table;
  }

  public Optional<Workflow> compiled(String hash) {
    return Optional.ofNullable(compiled.get(hash));
  }

  /** Completes when the definition is durable. */
  public CompletionStage<Void> store(Workflow workflow) {
    return workflow.ofItems().stream()
        .map(this::storeAlone)
        .reduce(storeAlone(workflow), (one, other) -> one.thenCompose(_ -> other));
  }

  private CompletionStage<Void> storeAlone(Workflow workflow) {
    compiled.put(workflow.hash(), workflow);
    if (stored.contains(workflow.hash())) {
      return CompletableFuture.completedStage(null);
    }
    var definition = ByteString.fromArray(Json.bytes(workflow.definition()));
    return table
        .put(DEFINITIONS, workflow.hash(), definition)
        .thenAccept(_ -> remember(workflow.hash()));
  }

  private void remember(String hash) {
    if (stored.size() >= 16 * COMPILED_AT_MOST) {
      stored.clear();
    }
    stored.add(hash);
  }

  /** Brings a workflow back into memory; fails if it was never stored. */
  public CompletionStage<Workflow> load(String hash) {
    return table.get(DEFINITIONS, hash).thenApply(definition -> compile(hash, definition));
  }

  /** A definition alone, if it was ever stored. */
  public CompletionStage<Optional<JsonNode>> find(String hash) {
    return table
        .get(DEFINITIONS, hash)
        .thenApply(found -> found.map(definition -> Json.parse(definition.utf8String())));
  }

  private Workflow compile(String hash, Optional<ByteString> definition) {
    var text =
        definition
            .map(ByteString::utf8String)
            .orElseThrow(
                () -> new IllegalStateException("The workflow %s is not stored".formatted(hash)));
    return switch (WorkflowReader.reread(text)) {
      case Reading.Sound(var workflow) -> {
        workflow.ofItems().forEach(ofItem -> compiled.put(ofItem.hash(), ofItem));
        compiled.put(hash, workflow);
        yield workflow;
      }
      case Reading.Faulty(var faults) ->
          throw new IllegalStateException(
              "The stored workflow %s cannot be read any more: %s".formatted(hash, faults));
    };
  }
}
