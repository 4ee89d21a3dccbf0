package dev.troupe.agents.tool.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    assertThat(CallResult.read(Json.parse(result), 1_000).toString())
        .isEqualTo(
            "{\"text\":\"one\\n[image image/png, left out]\\n[log: file:///log]\\ntwo\\n[file:///b"
                + " a/b, left out]\",\"structured\":{\"n\":1}}");
  }

  @Test
  void is_cut_where_the_model_gets_no_more() {
    var result = Json.parse("{\"content\": [{\"type\": \"text\", \"text\": \"0123456789\"}]}");
    assertThat(CallResult.read(result, 4).toString())
        .isEqualTo("{\"text\":\"0123\",\"truncated\":true}");
  }

  @Test
  void is_a_failure_if_the_tool_says_so() {
    assertThatThrownBy(() -> CallResult.read(Json.parse("{\"isError\": true}"), 100))
        .isInstanceOf(ToolFailure.class)
        .hasMessage("The tool failed");
  }
}
