package dev.troupe.agents.model.offline;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Role;
import dev.troupe.agents.model.ModelFailure;
import dev.troupe.agents.model.Prompt;
import java.util.ArrayList;
import java.util.List;

/**
 * What the engine has to say for a role that is none of the team's: quotes from what it was given.
 */
final class PlainExtract {
  private static final int MOST_SENTENCES = 3;

  private final Researcher researcher;

  PlainExtract(Researcher researcher) {
    this.researcher = researcher;
  }

  /**
   * The sentences of the passages that answer.
   *
   * @throws ModelFailure without passages: instructions are for a language model
   */
  String text(Role role, Prompt prompt) {
    if (prompt.passages().isEmpty()) {
      throw new ModelFailure(
          ModelFailure.Kind.NOT_CONFIGURED,
          "The offline engine only quotes documents, it cannot follow the instructions of role '%s'; choose a model: --model PROVIDER/MODEL, or 'model' in troupe.roles.%1$s"
              .formatted(role.name()));
    }
    var asked = asked(prompt.input());
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
}
