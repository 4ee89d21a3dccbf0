package dev.troupe.agents.tool.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.tool.ToolFailure;
import dev.troupe.persistence.Json;
import org.junit.jupiter.api.Test;

class CallResultTest {
  @Test
  void is_the_text_of_all_parts_and_a_word_on_what_is_no_text() {
    var result =
        """
        {"content": [
          {"type": "text", "text": "one"},
          {"type": "image", "mimeType": "image/png", "data": "AAAA"},
          {"type": "resource_link", "name": "log", "uri": "file:///log"},
          {"type": "resource", "resource": {"uri": "file:///a", "text": "two"}},
          {"type": "resource", "resource": {"uri": "file:///b", "mimeType": "a/b", "blob": "AA"}}],
         "structuredContent": {"n": 1}}
        """;
    assertThat(CallResult.read(Json.parse(result), 1_000, 64_000).toString())
        .isEqualTo(
            "{\"text\":\"one\\n[image image/png, left out]\\n[log: file:///log]\\ntwo\\n[file:///b"
                + " a/b, left out]\",\"structured\":{\"n\":1}}");
  }

  @Test
  void is_cut_where_the_model_gets_no_more() {
    var result = Json.parse("{\"content\": [{\"type\": \"text\", \"text\": \"0123456789\"}]}");
    assertThat(CallResult.read(result, 4, 64_000).toString())
        .isEqualTo("{\"text\":\"0123\",\"truncated\":true}");
  }

  @Test
  void is_cut_where_its_bytes_would_be_more_than_are_taken() {
    var read = CallResult.read(result("字".repeat(40_000), "{}"), 40_000, 65_536);

    assertThat(Json.bytes(read)).hasSizeBetween(65_000, 65_536);
    assertThat(read.path("truncated").asBoolean()).isTrue();
  }

  @Test
  void leaves_out_what_is_structured_where_both_do_not_fit() {
    var long39 = "{\"a\": \"%s\"}".formatted("b".repeat(39_000));

    assertThat(
            CallResult.read(result("x".repeat(40_000), long39), 40_000, 65_536).has("structured"))
        .isFalse();
    assertThat(
            CallResult.read(result("x".repeat(20_000), long39), 40_000, 65_536).has("structured"))
        .isTrue();
  }

  private static JsonNode result(String text, String structured) {
    return Json.parse(
        "{\"content\": [{\"type\": \"text\", \"text\": \"%s\"}], \"structuredContent\": %s}"
            .formatted(text, structured));
  }

  @Test
  void is_a_failure_if_the_tool_says_so() {
    assertThatThrownBy(() -> CallResult.read(Json.parse("{\"isError\": true}"), 100, 64_000))
        .isInstanceOf(ToolFailure.class)
        .hasMessage("The tool failed");
  }
}
