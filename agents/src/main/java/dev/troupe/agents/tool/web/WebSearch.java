package dev.troupe.agents.tool.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.web.search.WebSearchEngine;
import dev.langchain4j.web.search.WebSearchOrganicResult;
import dev.langchain4j.web.search.WebSearchRequest;
import dev.troupe.agents.tool.Tool;
import dev.troupe.agents.tool.ToolCall;
import dev.troupe.agents.tool.ToolFailure;
import dev.troupe.agents.tool.ToolSpec;
import dev.troupe.persistence.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** The tool {@code web_search}: asks a search engine of the internet. */
final class WebSearch implements Tool {
  private static final int QUERY_CHARACTERS = 400;

  private static final ToolSpec SPEC =
      new ToolSpec(
          "web_search",
          "Searches the internet and returns titles, addresses and snippets of pages."
              + " Read a page with fetch_url before you rely on it.",
          Json.parse(
              """
              {"type": "object", "required": ["query"], "additionalProperties": false,
               "properties": {
                 "query": {"type": "string", "minLength": 1, "maxLength": 400}}}
              """),
          ToolSpec.Effect.READS,
          true);

  private final WebSearchEngine engine;
  private final SearchSettings settings;
  private final InstantSource clock;

  WebSearch(WebSearchEngine engine, SearchSettings settings, InstantSource clock) {
    this.engine = engine;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public ToolSpec spec() {
    return SPEC;
  }

  @Override
  public JsonNode call(ToolCall call, JsonNode input) {
    var query = input.path("query").asText().strip();
    if (query.isEmpty() || query.length() > QUERY_CHARACTERS) {
      throw new ToolFailure("A query has from 1 to %d characters".formatted(QUERY_CHARACTERS));
    }
    var latest = clock.instant().plus(settings.timeout());
    return listed(found(query, call.deadline().isBefore(latest) ? call.deadline() : latest));
  }

  private List<WebSearchOrganicResult> found(String query, Instant deadline) {
    var request = WebSearchRequest.builder().searchTerms(query).maxResults(settings.results());
    try {
      return ScopedValue.where(EngineTransport.DEADLINE, deadline)
          .call(() -> engine.search(request.build()).results());
    } catch (ToolFailure said) {
      throw said;
    } catch (HttpException refused) {
      throw new ToolFailure(
          "The search engine answered %d".formatted(refused.statusCode()), refused);
    } catch (RuntimeException broken) {
      // Its message may repeat the request, and with it the key.
      throw new ToolFailure("The search engine's answer cannot be read", broken);
    }
  }

  private JsonNode listed(List<WebSearchOrganicResult> results) {
    var answer = Json.MAPPER.createObjectNode();
    ArrayNode list = answer.putArray("results");
    results.stream().limit(settings.results()).forEach(result -> add(list, result));
    return answer;
  }

  private void add(ArrayNode list, WebSearchOrganicResult result) {
    var snippet = result.snippet() == null ? result.content() : result.snippet();
    list.addObject()
        .put("title", shortened(result.title()))
        .put("url", result.url().toString())
        .put("snippet", shortened(snippet == null ? "" : snippet));
  }

  private String shortened(String text) {
    int most = settings.snippetCharacters();
    return text.length() <= most ? text : text.substring(0, most) + "...";
  }
}
