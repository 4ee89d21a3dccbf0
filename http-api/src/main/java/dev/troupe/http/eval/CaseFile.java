package dev.troupe.http.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.agents.agent.OutputSchema;
import dev.troupe.http.EdgeJson;
import dev.troupe.http.Nearest;
import dev.troupe.persistence.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads cases, one JSON object a line. What is not understood is refused, never passed over. */
public final class CaseFile {
  /** Below it a statement and its quote have little in common. */
  static final double CITATIONS = 0.8;

  private static final Set<String> BODY =
      Set.of("goal", "input", "workflow", "knowledge", "labels", "limits", "model");
  private static final Set<String> EXPECT =
      Set.of("outcome", "facts", "absent", "documents", "citations", "schema", "cost", "judge");
  private static final Set<String> COST = Set.of("modelCalls", "tokens", "money", "seconds");
  private static final Set<String> OUTCOMES =
      Set.of("answered", "no-answer", "unapproved", "unfinished");

  private final String line;

  private CaseFile(String line) {
    this.line = line;
  }

  /**
   * @param lines empty ones are skipped
   * @throws IllegalArgumentException naming the line and what is wrong with it
   */
  public static List<EvalCase> read(Iterable<String> lines) {
    List<EvalCase> cases = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    var number = 0;
    for (var text : lines) {
      number++;
      if (!text.isBlank()) {
        var read = new CaseFile("line " + number).read(text, "case-" + (cases.size() + 1));
        if (!ids.add(read.id())) {
          throw new IllegalArgumentException(
              "line %d: the id '%s' is taken by an earlier case".formatted(number, read.id()));
        }
        cases.add(read);
      }
    }
    return cases;
  }

  private EvalCase read(String text, String position) {
    var json = parsed(text);
    Set<String> known = new HashSet<>(BODY);
    known.addAll(Set.of("id", "expect"));
    refuseUnknown(json, "", known);
    if (json.path("goal").asText("").isBlank()) {
      throw wrong("goal must be a text that says what is wanted");
    }
    ObjectNode body = EdgeJson.object();
    for (var field : json.properties()) {
      if (BODY.contains(field.getKey())) {
        body.set(field.getKey(), field.getValue());
      }
    }
    return new EvalCase(text(json, "id").orElse(position), body, expectation(json.path("expect")));
  }

  private JsonNode parsed(String text) {
    JsonNode json;
    try {
      json = Json.parse(text);
    } catch (IllegalArgumentException broken) {
      throw new IllegalArgumentException(line + ": " + broken.getMessage(), broken);
    }
    if (!json.isObject()) {
      throw wrong("a case is an object with a goal");
    }
    return json;
  }

  private Expectation expectation(JsonNode json) {
    if (!json.isMissingNode() && !json.isObject()) {
      throw wrong("expect must be an object");
    }
    refuseUnknown(json, "expect.", EXPECT);
    var outcome = text(json, "outcome").orElse("answered");
    if (!OUTCOMES.contains(outcome)) {
      throw wrong("expect.outcome must be answered, no-answer, unapproved or unfinished");
    }
    return new Expectation(
        outcome,
        facts(json.path("facts")),
        texts(json.path("absent"), "expect.absent"),
        texts(json.path("documents"), "expect.documents"),
        share(json.path("citations")),
        schema(json),
        cost(json.path("cost")),
        text(json, "judge"));
  }

  private List<List<String>> facts(JsonNode json) {
    List<List<String>> facts = new ArrayList<>();
    if (json.isMissingNode()) {
      return facts;
    }
    if (!json.isArray()) {
      throw wrong("expect.facts must be a list of texts, or of lists of wordings");
    }
    for (var fact : json) {
      facts.add(fact.isArray() ? texts(fact, "expect.facts") : texts(single(fact), "expect.facts"));
    }
    return facts;
  }

  private static JsonNode single(JsonNode fact) {
    return Json.MAPPER.createArrayNode().add(fact);
  }

  private List<String> texts(JsonNode json, String where) {
    List<String> texts = new ArrayList<>();
    if (json.isMissingNode()) {
      return texts;
    }
    if (!json.isArray()) {
      throw wrong(where + " must be a list of texts");
    }
    for (var text : json) {
      if (!text.isTextual() || text.asText().isBlank()) {
        throw wrong(where + " must hold texts that are not empty");
      }
      texts.add(text.asText());
    }
    return texts;
  }

  private double share(JsonNode json) {
    if (json.isMissingNode()) {
      return CITATIONS;
    }
    if (!json.isNumber() || json.asDouble() < 0 || json.asDouble() > 1) {
      throw wrong("expect.citations must be a share from 0 to 1");
    }
    return json.asDouble();
  }

  private Optional<JsonNode> schema(JsonNode expect) {
    var schema = Optional.ofNullable(expect.get("schema"));
    schema
        .flatMap(OutputSchema::faultOfDefinition)
        .ifPresent(fault -> {
          throw wrong("expect.schema is no JSON Schema: " + fault);
        });
    return schema;
  }

  private Expectation.Cost cost(JsonNode json) {
    refuseUnknown(json, "expect.cost.", COST);
    return new Expectation.Cost(
        number(json, "modelCalls").map(Double::longValue),
        number(json, "tokens").map(Double::longValue),
        number(json, "money"),
        number(json, "seconds"));
  }

  private Optional<Double> number(JsonNode cost, String name) {
    var json = cost.path(name);
    if (json.isMissingNode()) {
      return Optional.empty();
    }
    if (!json.isNumber() || json.asDouble() < 0) {
      throw wrong("expect.cost.%s must be a number, 0 or more".formatted(name));
    }
    return Optional.of(json.asDouble());
  }

  private Optional<String> text(JsonNode json, String name) {
    var text = json.path(name);
    if (text.isMissingNode()) {
      return Optional.empty();
    }
    if (!text.isTextual() || text.asText().isBlank()) {
      throw wrong(name + " must be a text that is not empty");
    }
    return Optional.of(text.asText());
  }

  private void refuseUnknown(JsonNode json, String at, Set<String> known) {
    for (Map.Entry<String, JsonNode> field : fields(json).entrySet()) {
      var name = field.getKey();
      if (!known.contains(name)) {
        var meant = Nearest.to(name, known).map(near -> "; did you mean " + near + "?").orElse("");
        throw wrong(
            "there is no field %s%s%s; known are %s"
                .formatted(at, name, meant, String.join(", ", known.stream().sorted().toList())));
      }
    }
  }

  private static Map<String, JsonNode> fields(JsonNode json) {
    Map<String, JsonNode> fields = new TreeMap<>();
    json.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
    return fields;
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(line + ": " + what);
  }
}
