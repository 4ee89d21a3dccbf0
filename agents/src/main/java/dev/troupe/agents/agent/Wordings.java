package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Guardrail.Wording;
import dev.troupe.persistence.schema.BoundedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether the wording of an output is what a role's guardrails allow. Pure. */
final class Wordings {
  private final List<Rule> rules;

  private record Rule(Wording guardrail, List<Pattern> refuse, List<Pattern> require) {
    static Rule of(Wording guardrail) {
      return new Rule(guardrail, compiled(guardrail.refuse()), compiled(guardrail.require()));
    }

    private static List<Pattern> compiled(List<String> expressions) {
      return expressions.stream().map(Pattern::compile).toList();
    }

    Optional<String> fault(String text) {
      return refuse.stream()
          .filter(pattern -> BoundedText.find(pattern, text))
          .map(pattern -> "it must not contain what matches " + pattern)
          .findFirst()
          .or(() ->
              require.stream()
                  .filter(pattern -> !BoundedText.find(pattern, text))
                  .map(pattern -> "it must contain something that matches " + pattern)
                  .findFirst());
    }
  }

  Wordings(List<Wording> guardrails) {
    this.rules = guardrails.stream().map(Rule::of).toList();
  }

  /** The first guardrail that refuses it. */
  Optional<Reading.Refused> refusal(JsonNode output) {
    if (rules.isEmpty()) {
      return Optional.empty();
    }
    var text = text(output);
    for (var rule : rules) {
      try {
        var fault = rule.fault(text);
        if (fault.isPresent()) {
          var says = rule.guardrail().says();
          return refused(rule, says == null ? fault.get() : says);
        }
      } catch (BoundedText.TooLong endless) {
        return refused(rule, "its expression takes too long on this answer");
      }
    }
    return Optional.empty();
  }

  private static Optional<Reading.Refused> refused(Rule rule, String why) {
    return Optional.of(new Reading.Refused(rule.guardrail().name(), why));
  }

  /** Every text of an output on a line of its own, as it reads without JSON's escapes. */
  private static String text(JsonNode output) {
    var texts = new ArrayList<String>();
    add(texts, output);
    return String.join("\n", texts);
  }

  private static void add(List<String> texts, JsonNode node) {
    if (node.isValueNode()) {
      texts.add(node.asText());
    }
    node.forEach(child -> add(texts, child));
  }
}
