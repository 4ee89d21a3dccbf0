package dev.troupe.agents.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import dev.troupe.persistence.Json;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ModelViewTest {
  private static Object told(String property) {
    var schema =
        """
        {"type": "object", "properties": {"it": %s}, "additionalProperties": false}
        """
            .formatted(property);
    var spec = new ToolSpec("t", "Does it.", Json.parse(schema), ToolSpec.Effect.READS, false);
    var parameters = Objects.requireNonNull(ModelView.of(spec).parameters());
    assertThat(parameters.additionalProperties()).isFalse();
    return Objects.requireNonNull(parameters.properties().get("it"));
  }

  @Test
  void bounds_stand_behind_the_description_in_words() {
    var told =
        told(
            """
            {"type": "integer", "description": "how many", "minimum": 1, "maximum": 9}\
            """);

    assertThat(((JsonIntegerSchema) told).description())
        .isEqualTo("how many (minimum 1, maximum 9)");
  }

  @Test
  void what_has_no_description_is_described_by_its_bounds() {
    var told = told("{\"type\": \"string\", \"minLength\": 2, \"pattern\": \"^a\"}");

    assertThat(((JsonStringSchema) told).description()).isEqualTo("minLength 2, pattern ^a");
  }

  @Test
  void what_has_no_bounds_is_told_as_it_is() {
    var told = told("{\"type\": \"string\", \"description\": \"a name\"}");

    assertThat(((JsonStringSchema) told).description()).isEqualTo("a name");
  }
}
