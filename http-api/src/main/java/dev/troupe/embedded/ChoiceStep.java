package dev.troupe.embedded;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where to go on. */
final class ChoiceStep extends Step<ChoiceStep> {
  private static final String DEFAULT = "Default";

  ChoiceStep(List<Rule> rules) {
    super("Choice");
    var choices = fields().putArray("Choices");
    for (var rule : rules) {
      var condition = rule.condition();
      if (condition == null) {
        fields().put(DEFAULT, rule.next());
      } else {
        choices.addObject().put("Condition", Steps.expression(condition)).put("Next", rule.next());
      }
    }
  }

  @Override
  boolean leadsOn() {
    return false;
  }

  @Override
  ObjectNode written(@Nullable String behind) {
    var state = super.written(behind);
    if (!state.has(DEFAULT) && behind != null) {
      state.put(DEFAULT, behind);
    }
    return state;
  }

  @Override
  ChoiceStep self() {
    return this;
  }
}
