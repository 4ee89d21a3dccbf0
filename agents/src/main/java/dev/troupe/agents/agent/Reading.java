package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What was made of a model's text. */
public sealed interface Reading extends Meaning {
  record Sound(JsonNode output) implements Reading {}

  /**
   * Sound, and not yet an output: others decide.
   *
   * @param judges the names of the role's guardrails that are asked; never empty
   */
  record Unjudged(JsonNode output, List<String> judges) implements Reading {}

  /**
   * @param fault for the model to read: what is wrong with its reply, and where
   */
  record Faulty(String fault) implements Reading {}

  /** A guardrail does not let it pass. */
  record Refused(String guardrail, String why) implements Reading {
    /** Of the failure where it is not mended. */
    static final String ERROR = "Guardrail.Refused";

    /** For the model to read. */
    String fault() {
      return "The guardrail %s refuses it: %s.".formatted(guardrail, withoutStop(why));
    }

    private static String withoutStop(String why) {
      return why.endsWith(".") ? why.substring(0, why.length() - 1) : why;
    }
  }
}
