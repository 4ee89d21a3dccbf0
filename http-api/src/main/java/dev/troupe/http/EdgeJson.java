package dev.troupe.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.persistence.Json;
import java.io.IOException;

/** JSON at the edge: trees, and a reader that takes no field twice. */
public final class EdgeJson {
  private static final JsonMapper STRICT =
      Json.MAPPER.rebuild().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

  private EdgeJson() {}

  public static ObjectNode object() {
    return STRICT.createObjectNode();
  }

  static JsonNode read(byte[] text) throws IOException {
    return STRICT.readTree(text);
  }
}
