package dev.troupe.supervisor.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A definition's text, JSON where it begins with a brace and YAML elsewhere, as a tree. */
public sealed interface DefinitionText {

  /**
   * @param faults fields that stand twice, and what else a tree cannot show
   */
  record Tree(JsonNode json, List<Fault> faults) implements DefinitionText {}

  /** Neither JSON nor YAML. */
  record Broken(String detail) implements DefinitionText {}

  static DefinitionText parse(String text) {
    return DefinitionParser.parse(text);
  }
}
