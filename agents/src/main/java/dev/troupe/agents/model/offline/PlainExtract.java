package dev.troupe.agents.model.offline;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.model.Prompt;
import java.util.ArrayList;
import java.util.List;

/**
 * What the engine has to say for a role that is none of the team's: quotes from what it was given.
 */
final class PlainExtract {
  private static final int MOST_SENTENCES = 3;
  private static final int LONGEST_ECHO_CHARACTERS = 600;

  private final Researcher researcher;

  PlainExtract(Researcher researcher) {
    this.researcher = researcher;
  }

  /** The sentences of the passages that answer; without passages, the beginning of the input. */
  String text(Prompt prompt) {
    var asked = asked(prompt.input());
    if (prompt.passages().isEmpty()) return beginning(asked);
    var found = researcher.research(asked, prompt.passages());
    if (!found.answered()) return Phrases.NO_ANSWER;
    var lines = new ArrayList<String>();
    for (var claim : found.claims().stream().limit(MOST_SENTENCES).toList())
      lines.add(BriefWriter.oneLine(claim.quote()) + " (" + claim.document() + ")");
    return String.join("\n", lines);
  }

  /** The question among the input's fields, else all of its texts. */
  private static String asked(JsonNode input) {
    for (var field : List.of("question", "goal", "prompt", "text")) {
      if (input.path(field).isTextual()) return input.path(field).asText();
    }
    var texts = new ArrayList<String>();
    collect(input, texts);
    return String.join("\n", texts);
  }

  private static void collect(JsonNode node, List<String> texts) {
    if (node.isTextual()) texts.add(node.asText());
    else for (var child : node) collect(child, texts);
  }

  private static String beginning(String text) {
    if (text.length() <= LONGEST_ECHO_CHARACTERS) return text;
    var end = text.lastIndexOf(". ", LONGEST_ECHO_CHARACTERS);
    return end > 0 ? text.substring(0, end + 1) : text.substring(0, LONGEST_ECHO_CHARACTERS);
  }
}
