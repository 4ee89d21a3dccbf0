package dev.troupe.agents.model;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.troupe.persistence.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a reply asks of tools, read from a client's message and put into one again. */
public final class ToolCalls {
  /** Where the clients keep what a provider signed. */
  private static final String SIGNATURE = "thinking_signature";

  /** Between several; the client joins them. */
  private static final String SEPARATOR = "\n\n";

  private ToolCalls() {}

  static List<ToolRequest> in(AiMessage message) {
    var requests = new ArrayList<ToolRequest>();
    for (var request : message.toolExecutionRequests()) {
      var id = text(request.id());
      requests.add(
          new ToolRequest(
              // Not every protocol numbers its calls, and a result has to name its call.
              id.isBlank() ? "call-" + (requests.size() + 1) : id,
              text(request.name()),
              text(request.arguments()),
              requests.isEmpty() ? signature(message) : null));
    }
    return List.copyOf(requests);
  }

  /**
   * Of the first request, the only one that Gemini signs; text before it may have its own.
   *
   * @see <a href="https://ai.google.dev/gemini-api/docs/thought-signatures">thought signatures</a>
   */
  private static @Nullable String signature(AiMessage message) {
    var joined = message.attribute(SIGNATURE, String.class);
    if (joined == null) {
      return null;
    }
    var all = joined.split(SEPARATOR, -1);
    return all[all.length - 1];
  }

  /**
   * @param text that came with the requests; may be empty
   */
  public static AiMessage message(String text, List<ToolRequest> requests) {
    return AiMessage.builder()
        .text(text.isBlank() ? null : text)
        .toolExecutionRequests(requests.stream().map(ToolCalls::request).toList())
        .attributes(attributes(requests))
        .build();
  }

  private static Map<String, Object> attributes(List<ToolRequest> requests) {
    Optional<String> signature =
        requests.stream().map(ToolRequest::signature).filter(Objects::nonNull).findFirst();
    return signature.<Map<String, Object>>map(it -> Map.of(SIGNATURE, it)).orElse(Map.of());
  }

  private static ToolExecutionRequest request(ToolRequest request) {
    return ToolExecutionRequest.builder()
        .id(request.id())
        .name(name(request.name()))
        .arguments(object(request.arguments()))
        .build();
  }

  /** No provider would take a conversation in which a call names no tool. */
  public static String name(String asked) {
    return asked.isBlank() ? "unnamed" : asked;
  }

  /** Most protocols have a place for an object only, and would take none of the conversation. */
  private static String object(String arguments) {
    if (arguments.isBlank()) {
      return "{}";
    }
    try {
      if (Json.parse(arguments).isObject()) {
        return arguments;
      }
    } catch (IllegalArgumentException notJson) {
      // Told below, like every other text that is no object.
    }
    return Json.write(Json.MAPPER.createObjectNode().put("unreadable", arguments));
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
