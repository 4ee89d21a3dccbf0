package dev.troupe.supervisor.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A definition's text as a tree; JSON where it begins with a brace, YAML elsewhere. */
public sealed interface DefinitionText {

  /**
   * @param faults fields that stand twice, and what else a tree cannot show
   */
  record Tree(JsonNode json, List<Fault> faults) implements DefinitionText {}

  /** Neither JSON nor YAML. */
  record Broken(String detail) implements DefinitionText {}

  static DefinitionText parse(String text) {
    return text.stripLeading().startsWith("{") ? json(text) : yaml(text);
  }

  static DefinitionText json(String text) {
    return DefinitionParser.json(text);
  }

  static DefinitionText yaml(String text) {
    return DefinitionParser.yaml(text);
  }
}
