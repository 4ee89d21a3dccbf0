package dev.troupe.agents.model.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.troupe.agents.Role;
import dev.troupe.agents.knowledge.WordEmbedder;
import dev.troupe.agents.model.ModelFailure;
import dev.troupe.agents.model.Prompt;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainExtractTest {
  private static final Role TRANSLATOR =
      new Role(
          "translator",
          Role.Kind.PLAIN,
          "Translate the text.",
          "offline",
          null,
          null,
          new Role.Limits(1, 1, Duration.ofSeconds(1)));

  @Test
  void instructions_that_only_a_language_model_could_follow_are_refused_by_name() {
    var input = JsonNodeFactory.instance.objectNode().put("text", "Guten Morgen.");
    var prompt = new Prompt("default", List.of(), input, List.of(), List.of());
    var extract = new PlainExtract(new Researcher(new WordEmbedder(), OfflineSettings.DEFAULTS));

    assertThatThrownBy(() -> extract.text(TRANSLATOR, prompt))
        .isInstanceOfSatisfying(
            ModelFailure.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(ModelFailure.Kind.NOT_CONFIGURED);
              assertThat(failure).hasMessageContaining("troupe.roles.translator");
            });
  }
}
