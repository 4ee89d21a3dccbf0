package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.agents.knowledge.Passage;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A researcher's reply: every claim is tied to the passage in which its quote stands. */
final class ResearchReply {
  private static final Pattern LABEL = Pattern.compile("[Pp]?(\\d{1,4})");

  private final List<Passage> passages;

  ResearchReply(List<Passage> passages) {
    this.passages = passages;
  }

  /**
   * With question, passages, documents and headings filled in where the model need not know them.
   */
  ObjectNode completed(JsonNode input, ObjectNode reply) {
    var output = reply.deepCopy();
    output.set("question", input.path("question"));
    for (var claim : output.path("claims")) {
      if (claim instanceof ObjectNode object) {
        place(object).ifPresent(place -> complete(object, place));
      }
    }
    if (!output.has("disagreements")) {
      output.putArray("disagreements");
    }
    // An answer without a claim is none.
    output.put(
        "answered", reply.path("answered").asBoolean(true) && !output.path("claims").isEmpty());
    return output;
  }

  Optional<String> fault(ObjectNode output) {
    var claims = output.path("claims");
    for (int index = 0; index < claims.size(); index++) {
      if (claims.path(index) instanceof ObjectNode claim && place(claim).isEmpty()) {
        return Optional.of(
            "claims[%d].quote does not stand word for word in any passage: \"%s\". Copy a sentence exactly, or leave the claim out."
                .formatted(index, claim.path("quote").asText()));
      }
    }
    return Optional.empty();
  }

  private Optional<Quotes.Place> place(ObjectNode claim) {
    return Quotes.find(
        claim.path("quote").asText(), named(claim.path("passage").asText()), passages);
  }

  private static void complete(ObjectNode claim, Quotes.Place place) {
    claim.put("quote", place.verbatim());
    claim.put("passage", place.passage().id());
    claim.put("document", place.passage().document());
    claim.put("heading", place.passage().heading());
  }

  /** A passage by its id, or by the label that the prompt gave it: {@code P3}. */
  private Optional<Passage> named(String name) {
    var label = LABEL.matcher(name);
    return passages.stream()
        .filter(passage -> passage.id().equals(name))
        .findFirst()
        .or(() -> label.matches() ? numbered(Integer.parseInt(label.group(1))) : Optional.empty());
  }

  private Optional<Passage> numbered(int number) {
    return number >= 1 && number <= passages.size()
        ? Optional.of(passages.get(number - 1))
        : Optional.empty();
  }
}
