package dev.troupe.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.CanonicalJson;
import dev.troupe.supervisor.Message;
import dev.troupe.supervisor.SubmitReply.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the body of {@code POST /v1/tasks/ID/messages}: {@code {text, to?}}. */
final class MessageReader {
  private static final Set<String> FIELDS = Set.of("text", "to");
  private static final int TO_AT_MOST = 64;

  private MessageReader() {}

  /** The message, or a problem that names every fault at once. */
  static Message read(String task, JsonNode body, @Nullable String key) {
    var faults = new ArrayList<Fault>();
    if (!body.isObject()) {
      faults.add(new Fault("", "a message is {\"text\": \"...\"}"));
    }
    faults.addAll(UnknownFields.in(body, "", FIELDS));
    var text = body.path("text");
    if (!text.isTextual()
        || text.asText().isBlank()
        || text.asText().length() > Message.CHARACTERS_AT_MOST) {
      faults.add(
          new Fault(
              "/text",
              "text must be a text of 1 to %d characters".formatted(Message.CHARACTERS_AT_MOST)));
    }
    if (text.isTextual()) {
      brokenText(text).ifPresent(why -> faults.add(new Fault("/text", why)));
    }
    var to = body.path("to");
    var isNamed = !to.isMissingNode() && !to.isNull();
    if (isNamed && !isName(to)) {
      faults.add(new Fault("/to", "to must be a role's name or the number of an assignment"));
    }
    if (!faults.isEmpty()) {
      throw new ProblemException(Problem.invalid(List.copyOf(faults)));
    }
    return new Message(task, text.asText(), isNamed ? to.asText() : null, key);
  }

  /** Half a character can be written in JSON, but not kept. */
  private static Optional<String> brokenText(JsonNode text) {
    try {
      var _ = CanonicalJson.sha256(text);
      return Optional.empty();
    } catch (IllegalArgumentException broken) {
      return Optional.of("text cannot be kept: %s".formatted(broken.getMessage()));
    }
  }

  private static boolean isName(JsonNode to) {
    return to.isInt()
        || (to.isTextual() && !to.asText().isBlank() && to.asText().length() <= TO_AT_MOST);
  }
}
