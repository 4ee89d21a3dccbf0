package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.agent.AgentEvent.ToolReturned;
import dev.troupe.agents.knowledge.Passage;
import dev.troupe.agents.shared.Seen;
import dev.troupe.agents.tool.KnowledgeSearch;
import dev.troupe.agents.tool.web.WebTools;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Which documents and pages stand in what an agent was shown. Pure. */
final class SourcesRead {
  private SourcesRead() {}

  static List<Seen> of(List<Passage> passages) {
    return passages.stream().map(passage -> new Seen(passage.document(), passage.id())).toList();
  }

  /** None where the tool has failed, or reads neither documents nor pages. */
  static List<Seen> of(ToolReturned returned) {
    var result = returned.result();
    if (result == null) {
      return List.of();
    }
    return switch (returned.name()) {
      case WebTools.FETCH_URL -> text(result, "url").map(SourcesRead::page).toList();
      case KnowledgeSearch.NAME ->
          StreamSupport.stream(result.spliterator(), false).flatMap(SourcesRead::hit).toList();
      default -> List.of();
    };
  }

  private static Seen page(String address) {
    return new Seen(address, null);
  }

  private static Stream<Seen> hit(JsonNode hit) {
    return text(hit, "document")
        .flatMap(document -> text(hit, "passage").map(passage -> new Seen(document, passage)));
  }

  private static Stream<String> text(JsonNode node, String field) {
    var text = node.path(field).asText();
    return text.isEmpty() ? Stream.empty() : Stream.of(text);
  }
}
