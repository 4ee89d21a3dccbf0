package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The claims of all researchers, in the order that gives them their numbers in a prompt. */
final class Claims {
  private Claims() {}

  /**
   * @param input a writer's or a reviewer's
   */
  static List<JsonNode> of(JsonNode input) {
    var claims = new ArrayList<JsonNode>();
    for (var research : input.path("research")) {
      research.path("claims").forEach(claims::add);
    }
    return claims;
  }
}
