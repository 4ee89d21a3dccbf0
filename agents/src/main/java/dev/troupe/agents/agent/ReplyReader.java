package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.troupe.agents.Guardrail;
import dev.troupe.agents.Role;
import dev.troupe.agents.knowledge.Passage;
import dev.troupe.persistence.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Reads a model's text as the output of one role, or says what is wrong with it. Pure. */
public final class ReplyReader {

  /** What one value of a workflow may hold. */
  static final int OUTPUT_BYTES_AT_MOST = 256 * 1024;

  /** A judge is shown it with the question. */
  private static final int JUDGED_BYTES_AT_MOST = 232 * 1024;

  private final Role role;
  private final Optional<OutputSchema> schema;
  private final Wordings wordings;
  private final List<String> judges;

  public ReplyReader(Role role) {
    this.role = role;
    this.schema = Optional.ofNullable(role.outputSchema()).map(OutputSchema::new);
    this.wordings = new Wordings(guardrails(role, Guardrail.Wording.class));
    this.judges =
        guardrails(role, Guardrail.Judge.class).stream().map(Guardrail.Judge::name).toList();
  }

  private static <G extends Guardrail> List<G> guardrails(Role role, Class<G> kind) {
    return role.guardrails().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /**
   * @param input the assignment's
   * @param passages what the model was shown; its quotes are looked up there
   */
  public Reading read(JsonNode input, List<Passage> passages, String text) {
    var reading = unguarded(input, passages, text);
    return reading instanceof Reading.Sound(var output) ? guarded(output) : reading;
  }

  private Reading guarded(JsonNode output) {
    return wordings
        .refusal(output)
        .<Reading>map(refused -> refused)
        .orElseGet(() -> judges.isEmpty() ? new Reading.Sound(output) : unjudged(output));
  }

  private Reading unjudged(JsonNode output) {
    return Json.bytes(output).length > JUDGED_BYTES_AT_MOST
        ? new Reading.Faulty("It is too long to be judged; answer more briefly.")
        : new Reading.Unjudged(output, judges);
  }

  private Reading unguarded(JsonNode input, List<Passage> passages, String text) {
    if (text.getBytes(StandardCharsets.UTF_8).length > OUTPUT_BYTES_AT_MOST) {
      return new Reading.Faulty("It is longer than 256 KiB; answer more briefly.");
    }
    return expectsText()
        ? new Reading.Sound(TextNode.valueOf(text))
        : readJson(input, passages, text);
  }

  private boolean expectsText() {
    return role.kind() == Role.Kind.PLAIN && schema.isEmpty();
  }

  private Reading readJson(JsonNode input, List<Passage> passages, String text) {
    var json = JsonInText.find(text);
    if (json.isEmpty()) {
      return new Reading.Faulty(
          "It is not JSON. Answer with one JSON %s and nothing else.".formatted(kindOfJson()));
    }
    return switch (role.kind()) {
      case PLAIN, PLANNER, ROUTER, WORKFLOW_PLANNER -> checked(json.get());
      case RESEARCHER -> onObject(json.get(), object -> research(input, passages, object));
      case WRITER -> onObject(json.get(), object -> brief(input, object));
      case REVIEWER -> onObject(json.get(), this::review);
    };
  }

  private String kindOfJson() {
    var schema = role.outputSchema();
    return schema != null && schema.path("type").asText().equals("array") ? "array" : "object";
  }

  private interface ObjectReader {
    Reading read(ObjectNode object);
  }

  private static Reading onObject(JsonNode json, ObjectReader reader) {
    return json instanceof ObjectNode object
        ? reader.read(object)
        : new Reading.Faulty("It is JSON, but not an object. Answer with one JSON object.");
  }

  private Reading research(JsonNode input, List<Passage> passages, ObjectNode reply) {
    var research = new ResearchReply(passages);
    var output = research.completed(input, reply);
    return firstFault(schemaFault(output), research.fault(output), output);
  }

  private Reading brief(JsonNode input, ObjectNode reply) {
    var brief = new BriefReply(input);
    var numbering = brief.faultOfNumbers(reply);
    if (numbering.isPresent()) {
      return new Reading.Faulty(numbering.get());
    }
    var output = brief.completed(reply);
    return firstFault(schemaFault(output), brief.fault(output), output);
  }

  private Reading review(ObjectNode reply) {
    boolean silent = !reply.path("approved").asBoolean(true) && reply.path("comments").isEmpty();
    return firstFault(
        schemaFault(reply),
        silent
            ? Optional.of("`approved` is false, but `comments` is empty: say what is wrong.")
            : Optional.empty(),
        reply);
  }

  private Reading checked(JsonNode output) {
    return firstFault(schemaFault(output), Optional.empty(), output);
  }

  private static Reading firstFault(
      Optional<String> shape, Optional<String> content, JsonNode output) {
    return shape.or(() -> content).<Reading>map(Reading.Faulty::new).orElseGet(() -> sound(output));
  }

  private static Reading sound(JsonNode output) {
    return Json.bytes(output).length > OUTPUT_BYTES_AT_MOST
        ? new Reading.Faulty("Its output is longer than 256 KiB; answer more briefly.")
        : new Reading.Sound(output);
  }

  private Optional<String> schemaFault(JsonNode output) {
    return schema.flatMap(fitting -> fitting.fault(output));
  }
}
