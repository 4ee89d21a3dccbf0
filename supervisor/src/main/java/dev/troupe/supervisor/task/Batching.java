package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.supervisor.workflow.Scope;
import dev.troupe.supervisor.workflow.State.Batches;
import java.util.function.IntFunction;

/** Puts a Map's items together into batches of bounded count and size. */
final class Batching {
  private static final String ITEMS = "Items";
  private static final String INPUT = "BatchInput";

  private final long itemsAtMost;
  private final long bytesAtMost;
  private final JsonNode input;
  private final ArrayNode batches = JsonNodeFactory.instance.arrayNode();
  private int bytes;

  private Batching(Batches definition, Scope scope) {
    this.itemsAtMost =
        definition.maxItems() == null ? Long.MAX_VALUE : definition.maxItems().whole(scope, 1);
    this.bytesAtMost =
        definition.maxInputBytes() == null
            ? ContentWriter.BYTES_AT_MOST
            : definition.maxInputBytes().whole(scope, 1);
    this.input =
        definition.input() == null
            ? JsonNodeFactory.instance.missingNode()
            : definition.input().evaluate(scope, INPUT);
  }

  /**
   * @param each what one item, by its index, is given as
   */
  static ArrayNode of(Batches definition, Scope scope, IntFunction<JsonNode> each, JsonNode items) {
    var batching = new Batching(definition, scope);
    for (var index = 0; index < items.size(); index++) {
      batching.add(each.apply(index));
    }
    return batching.batches;
  }

  private void add(JsonNode item) {
    var size = JsonSize.of(item) + 1;
    if (batches.isEmpty() || current().size() >= itemsAtMost || bytes + size > bytesAtMost) {
      begin();
    }
    current().add(item);
    bytes += size;
  }

  private void begin() {
    ObjectNode batch = batches.addObject();
    if (!input.isMissingNode()) {
      batch.set(INPUT, input);
    }
    batch.putArray(ITEMS);
    bytes = JsonSize.of(batch);
  }

  private ArrayNode current() {
    return (ArrayNode) batches.path(batches.size() - 1).path(ITEMS);
  }
}
