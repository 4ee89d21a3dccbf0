package dev.troupe.agents.tool.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.persistence.Json;
import org.junit.jupiter.api.Test;
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
  void is_bounded() {
    assertThat(of(TOOL.replace("\"d\"", "\"" + "d".repeat(70_000) + "\"")).fault())
        .hasValue("its definition has more than 65536 characters");
  }

  private static ToolDefinition of(String json) {
    return ToolDefinition.listed(Json.parse(json));
  }
}
