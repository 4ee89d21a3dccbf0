package dev.troupe.agents;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can refuse an answer of a role's model before anybody sees it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Guardrail.Wording.class, name = "wording"),
  @JsonSubTypes.Type(value = Guardrail.Judge.class, name = "judge")
})
public sealed interface Guardrail {
  /** The error of a step whose judges came to no verdict. */
  String UNJUDGED = "Guardrail.Unjudged";

  /** {@code [a-z][a-z0-9-]{0,31}} */
  String name();

  /**
   * @param refuse regular expressions that nothing in the answer may match
   * @param require regular expressions that something in the answer must match
   * @param says what the model is told where it does not hold; null for the expression itself
   */
  record Wording(String name, List<String> refuse, List<String> require, @Nullable String says)
      implements Guardrail {
    public Wording {
      refuse = List.copyOf(refuse);
      require = List.copyOf(require);
    }
  }

  /**
   * @param ask what another role decides of the answer
   * @param role that decides; its output is {@code {approved, why}}
   */
  record Judge(String name, String ask, String role) implements Guardrail {}
}
