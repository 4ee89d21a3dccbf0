package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.persistence.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A writer's reply. A language model writes Markdown that refers to claims by their number in its
 * prompt; citations and the list of sources are made here from the research, so that they cannot be
 * made up. A reply that brings complete citations is only checked.
 */
final class BriefReply {
  private static final Pattern REFERENCE = Pattern.compile("\\[(\\d{1,4}(?:\\s*,\\s*\\d{1,4})*)]");
  private static final Pattern SOURCES = Pattern.compile("(?ms)^#+ +Sources\\s*$.*");

  private final List<JsonNode> claims;

  BriefReply(JsonNode input) {
    this.claims = Claims.of(input);
  }

  /** A complete reply is not asked: its quotes may hold numbers in brackets of their own. */
  Optional<String> faultOfNumbers(ObjectNode reply) {
    if (isComplete(reply)) {
      return Optional.empty();
    }
    return references(reply.path("markdown").asText())
        .filter(number -> number < 1 || number > claims.size())
        .findFirst()
        .map(number ->
            "The markdown cites [%d], but there are only the claims [1] to [%d]."
                .formatted(number, claims.size()));
  }

  /** With citations numbered in the order in which they are first used, and the sources listed. */
  ObjectNode completed(ObjectNode reply) {
    if (isComplete(reply) || !reply.path("markdown").isTextual()) {
      return reply;
    }
    var text = SOURCES.matcher(reply.path("markdown").textValue()).replaceAll("").strip();
    var numbers = new LinkedHashMap<Integer, Integer>();
    references(text).forEach(claim -> numbers.computeIfAbsent(claim, _ -> numbers.size() + 1));
    var output = reply.deepCopy();
    output.put(
        "outcome", numbers.isEmpty() ? "no-answer" : reply.path("outcome").asText("answered"));
    var renumbered = REFERENCE.matcher(text).replaceAll(found -> renumbered(found, numbers));
    output.put("markdown", renumbered + sources(numbers));
    var citations = output.putArray("citations");
    numbers.forEach((claim, number) -> citations.add(citation(claims.get(claim - 1), number)));
    return output;
  }

  Optional<String> fault(ObjectNode output) {
    for (var citation : output.path("citations")) {
      boolean known = claims.stream().anyMatch(claim -> isSameQuote(claim, citation));
      if (!known) {
        return Optional.of(
            "Citation %d quotes what no claim says: \"%s\"."
                .formatted(citation.path("number").asInt(), citation.path("quote").asText()));
      }
    }
    return Optional.empty();
  }

  private static boolean isSameQuote(JsonNode claim, JsonNode citation) {
    return claim.path("quote").equals(citation.path("quote"))
        && claim.path("passage").equals(citation.path("passage"));
  }

  private static boolean isComplete(ObjectNode reply) {
    var citations = reply.path("citations");
    for (var citation : citations) {
      if (!citation.path("number").isInt() || !citation.path("passage").isTextual()) {
        return false;
      }
    }
    // Models that answer leave the list empty for us to fill; one that does not answer means it.
    boolean meant = !citations.isEmpty() || reply.path("outcome").asText().equals("no-answer");
    return citations.isArray() && meant;
  }

  private static Stream<Integer> references(String markdown) {
    return REFERENCE.matcher(markdown).results().flatMap(found -> numbers(found.group(1)).stream());
  }

  private static List<Integer> numbers(String list) {
    var numbers = new ArrayList<Integer>();
    for (var number : list.split(",", -1)) {
      numbers.add(Integer.valueOf(number.strip()));
    }
    return numbers;
  }

  private static String renumbered(MatchResult found, Map<Integer, Integer> numbers) {
    return numbers(found.group(1)).stream()
        .map(claim -> "[" + numbers.get(claim) + "]")
        .collect(Collectors.joining());
  }

  private String sources(Map<Integer, Integer> numbers) {
    return numbers.entrySet().stream()
        .map(entry -> source(claims.get(entry.getKey() - 1), entry.getValue()))
        .collect(Collectors.joining("\n", numbers.isEmpty() ? "\n" : "\n\n## Sources\n\n", "\n"));
  }

  private static String source(JsonNode claim, int number) {
    var heading = claim.path("heading").asText("");
    return "- [%d] %s%s: “%s”"
        .formatted(
            number,
            claim.path("document").asText(),
            heading.isEmpty() || claim.path("heading").isNull() ? "" : " › " + heading,
            claim.path("quote").asText().replaceAll("\\s+", " "));
  }

  private static ObjectNode citation(JsonNode claim, int number) {
    return Json.MAPPER
        .createObjectNode()
        .put("number", number)
        .put("document", claim.path("document").asText())
        .<ObjectNode>set("heading", claim.path("heading"))
        .put("quote", claim.path("quote").asText())
        .put("passage", claim.path("passage").asText());
  }
}
