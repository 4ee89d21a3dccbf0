package dev.troupe.supervisor.workflow;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.troupe.persistence.SyntaxFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Parses definitions, and finds what a tree would hide. */
final class DefinitionParser {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final ObjectMapper YAML =
      YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private DefinitionParser() {}

  static DefinitionText json(String text) {
    return parse(text, JSON, fault -> "Not JSON: " + SyntaxFault.sentence(fault));
  }

  static DefinitionText yaml(String text) {
    return parse(text, YAML, DefinitionParser::notYaml);
  }

  private static DefinitionText parse(
      String text, ObjectMapper mapper, Function<JsonProcessingException, String> sentence) {
    try (var parser = mapper.createParser(text)) {
      return new DefinitionText.Tree(mapper.readTree(text), faults(parser));
    } catch (JsonProcessingException fault) {
      return new DefinitionText.Broken(sentence.apply(fault));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static String notYaml(JsonProcessingException fault) {
    var at = fault.getLocation();
    var reason = String.valueOf(fault.getOriginalMessage()).lines().findFirst().orElse("");
    return at == null
        ? "Not YAML: " + reason
        : "Not YAML: line %d, column %d: %s".formatted(at.getLineNr(), at.getColumnNr(), reason);
  }

  private static List<Fault> faults(JsonParser parser) throws IOException {
    List<Fault> faults = new ArrayList<>();
    Deque<Map<String, Integer>> linesOfNames = new ArrayDeque<>();
    for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
      if (token == JsonToken.START_OBJECT) {
        linesOfNames.push(new HashMap<>());
      } else if (token == JsonToken.END_OBJECT) {
        linesOfNames.pop();
      } else if (token == JsonToken.FIELD_NAME) {
        var line = parser.currentTokenLocation().getLineNr();
        var first = linesOfNames.getFirst().putIfAbsent(parser.currentName(), line);
        if (first != null) {
          faults.add(new Fault(pointer(parser), twice(parser.currentName(), first, line)));
        }
      } else if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
        faults.add(new Fault(pointer(parser), "Aliases of YAML are not read; write it out here."));
      }
    }
    return faults;
  }

  private static String pointer(JsonParser parser) {
    return parser.getParsingContext().pathAsPointer().toString();
  }

  private static String twice(String name, int first, int line) {
    return "The field '%s' stands here twice, in line %d and in line %d; keep one of them."
        .formatted(name, first, line);
  }
}
