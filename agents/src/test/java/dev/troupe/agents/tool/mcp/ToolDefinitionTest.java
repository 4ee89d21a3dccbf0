package dev.troupe.agents.tool.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.persistence.Json;
import java.util.ArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolDefinitionTest {
  private static final String TOOL =
      "{\"name\":\"t\",\"description\":\"d\",\"inputSchema\":{\"type\":\"object\"},\"annotations\":{}}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"$ref\": \"http://169.254.169.254/latest\"}",
        "{\"properties\": {\"a\": {\"items\": {\"$ref\": \"file:///etc/passwd\"}}}}",
        "{\"allOf\": [{\"$dynamicRef\": \"other.json#a\"}]}",
        "{\"$schema\": \"https://example.org/dialect\"}",
      })
  void tells_a_schema_that_would_have_to_be_read_from_elsewhere(String schema) {
    assertThat(of(TOOL.replace("{\"type\":\"object\"}", schema)).fault())
        .hasValue("its schema refers to another document");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"$ref\": \"#/$defs/a\", \"$defs\": {\"a\": {}}}",
        "{\"$schema\": \"http://json-schema.org/draft-07/schema#\"}",
        "{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\"}",
      })
  void takes_a_schema_that_stands_alone(String schema) {
    assertThat(of(TOOL.replace("{\"type\":\"object\"}", schema)).fault()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"t\"", "\"d\"", "\"object\"", "\"annotations\":{}"})
  void has_another_hash_when_anything_is_changed_that_a_model_or_the_engine_acts_by(String part) {
    var changed =
        TOOL.replace(
            part, part.endsWith("{}") ? "\"annotations\":{\"readOnlyHint\":true}" : "\"other\"");
    assertThat(of(changed).hash()).isNotEqualTo(of(TOOL).hash());
  }

  @Test
  void has_the_same_hash_in_whatever_order_and_with_whatever_else_it_is_listed() {
    var listed =
        "{\"_meta\":{\"n\":1},\"annotations\":{},\"inputSchema\":{\"type\":\"object\"},\"description\":\"d\",\"name\":\"t\"}";
    assertThat(of(listed).hash()).isEqualTo(of(TOOL).hash());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"properties\": {\"a\": {\"maximum\": 1e400}}}",
        "{\"properties\": {\"a\": {\"anyOf\": [{\"type\": \"null\"}]}}}",
        "{\"properties\": {\"a\": {\"$ref\": \"#/$defs/gone\"}}}",
        "{\"properties\": {\"pattern\": {\"type\": \"string\", \"pattern\": \"(\"}}}",
        "{\"properties\": {\"a\": {\"type\": \"string\", \"pattern\": \"(\"}}}",
        "{\"patternProperties\": {\"(\": {}}}",
        "{\"properties\": {\"a\": {\"pattern\": \"^(?:(?:a|){30}){30}b$\"}}}",
        "{\"properties\": {\"a\": {\"$schema\": \"https://example.org/dialect\"}}}",
      })
  void is_left_out_where_a_model_or_a_check_could_not_use_it(String schema) {
    assertThat(of(TOOL.replace("{\"type\":\"object\"}", schema)).fault())
        .hasValueSatisfying(
            fault -> assertThat(fault).startsWith("its definition cannot be used: "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"$ref\": \"#\"}",
        "{\"$defs\": {\"a\": {\"$ref\": \"#/$defs/a\"}}, \"allOf\": [{\"$ref\": \"#/$defs/a\"}]}"
      })
  void is_left_out_where_its_schema_never_ends(String schema) {
    assertThat(of(TOOL.replace("{\"type\":\"object\"}", schema)).fault())
        .hasValue("its definition cannot be used: its schema refers to itself without end");
  }

  @Test
  @Timeout(60)
  void comes_to_no_more_where_a_type_is_named_twice_at_each_step() {
    var schema = "{\"type\": \"string\"}";
    for (int step = 0; step < 60; step++) {
      schema =
          "{\"type\": [\"object\", \"object\", \"null\"], \"properties\": {\"a\": %s}}"
              .formatted(schema);
    }

    assertThat(of(TOOL.replace("{\"type\":\"object\"}", schema)).fault()).isEmpty();
  }

  @Test
  void is_left_out_where_a_model_would_be_told_much_more_than_the_server_said() {
    var types =
        IntStream.range(0, 1_000).mapToObj("\"t%d\""::formatted).collect(Collectors.joining(","));
    var schema =
        "{\"type\": \"object\", \"properties\": {\"a\": {\"type\": [%s], \"description\": \"%s\"}}}"
            .formatted(types, "d".repeat(30_000));

    assertThat(of(TOOL.replace("{\"type\":\"object\"}", schema)).fault())
        .hasValue(
            "its definition cannot be used: a model would be told more than 262144 characters of its input");
  }

  @Test
  void is_left_out_where_its_input_is_nested_without_measure() {
    var schema = "{\"type\": \"string\"}";
    for (int step = 0; step < 101; step++) {
      schema = "{\"type\": \"array\", \"items\": %s}".formatted(schema);
    }
    var input = "{\"type\": \"object\", \"properties\": {\"a\": %s}}".formatted(schema);

    assertThat(of(TOOL.replace("{\"type\":\"object\"}", input)).fault())
        .hasValue("its definition cannot be used: its input is nested more than 100 deep");
  }

  @Test
  @Timeout(60)
  void is_left_out_or_taken_where_its_references_double_at_each_step() {
    var definitions = new ArrayList<String>();
    for (int step = 0; step < 60; step++) {
      definitions.add(
          "\"d%d\": {\"allOf\": [{\"$ref\": \"#/$defs/d%d\"}, {\"$ref\": \"#/$defs/d%d\"}]}"
              .formatted(step, step + 1, step + 1));
    }
    definitions.add("\"d60\": {\"type\": \"object\"}");
    var schema =
        "{\"type\": \"object\", \"properties\": {\"a\": {\"$ref\": \"#/$defs/d0\"}}, \"$defs\": {%s}}"
            .formatted(String.join(", ", definitions));

    assertThat(of(TOOL.replace("{\"type\":\"object\"}", schema)).fault()).isNotNull();
  }

  @Test
  void is_bounded() {
    assertThat(of(TOOL.replace("\"d\"", "\"" + "d".repeat(70_000) + "\"")).fault())
        .hasValue("its definition has more than 65536 characters");
  }

  private static ToolDefinition of(String json) {
    return ToolDefinition.listed(Json.parse(json));
  }
}
