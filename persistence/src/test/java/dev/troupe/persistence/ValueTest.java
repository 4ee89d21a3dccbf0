package dev.troupe.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.NullNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTest {
  record Event(@Nullable Value output) {}

  record Timed(Instant at, Duration within) {}

  @Test
  void inline_content_is_stored_as_itself() {
    assertThat(Json.write(new Event(Value.of(Json.parse("{\"a\":1}")))))
        .isEqualTo("{\"output\":{\"a\":1}}");
  }

  @Test
  void a_reference_is_stored_by_number_and_field() {
    var event = new Event(new Value.Reference(17, "output"));

    assertThat(Json.write(event)).isEqualTo("{\"output\":{\"@ref\":[17,\"output\"]}}");
    assertThat(Json.fromTree(Json.toTree(event), Event.class)).isEqualTo(event);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "1",
        "\"@ref\"",
        "[]",
        "{\"@ref\":[1,\"x\"]}",
        "{\"@inline\":2}",
        "{\"@\":{}}",
        "{\"@ref\":1,\"b\":2}"
      })
  void content_of_any_shape_comes_back_as_inline_content(String json) {
    var event = new Event(Value.of(Json.parse(json)));

    assertThat(Json.fromTree(Json.parse(Json.write(event)), Event.class)).isEqualTo(event);
  }

  @Test
  void tells_a_missing_value_from_null_content() {
    assertThat(Json.fromTree(Json.parse("{}"), Event.class)).isEqualTo(new Event(null));
    assertThat(Json.fromTree(Json.parse("{\"output\":null}"), Event.class))
        .isEqualTo(new Event(Value.of(NullNode.getInstance())));
  }

  @Test
  void refuses_a_form_of_a_newer_release() {
    assertThatThrownBy(() -> Json.fromTree(Json.parse("{\"output\":{\"@blob\":1}}"), Event.class))
        .hasMessageContaining("newer release");
  }

  @Test
  void refers_to_content_that_is_too_large_to_repeat() {
    var small = Json.parse("\"" + "x".repeat(Value.INLINE_BYTES_AT_MOST - 2) + "\"");
    var large = Json.parse("\"" + "x".repeat(Value.INLINE_BYTES_AT_MOST - 1) + "\"");

    assertThat(Value.of(small, 3, "output")).isEqualTo(new Value.Inline(small));
    assertThat(Value.of(large, 3, "output")).isEqualTo(new Value.Reference(3, "output"));
    assertThat(new Value.Reference(3, "output").resolve((number, field) -> large)).isEqualTo(large);
  }

  @Test
  void composes_new_content_around_what_the_journal_holds() {
    var composed =
        new Value.Composed(
            Json.parse("{\"goal\":\"g\",\"drafts\":[null]}"),
            Map.of("/drafts/0", new Value.Reference(17, "output/draft")));
    var event = new Event(composed);

    assertThat(Json.write(event))
        .isEqualTo(
            "{\"output\":{\"@parts\":[{\"goal\":\"g\",\"drafts\":[null]},"
                + "{\"/drafts/0\":[17,\"output/draft\"]}]}}");
    assertThat(Json.fromTree(Json.parse(Json.write(event)), Event.class)).isEqualTo(event);
    assertThat(composed.resolve((number, field) -> Json.parse("\"text of \"")))
        .isEqualTo(Json.parse("{\"goal\":\"g\",\"drafts\":[\"text of \"]}"));
  }

  @Test
  void writes_instants_and_durations_as_iso_text_and_ignores_unknown_fields() {
    var timed = new Timed(Instant.parse("2026-11-20T10:00:00Z"), Duration.ofSeconds(60));

    assertThat(Json.write(timed))
        .isEqualTo("{\"at\":\"2026-11-20T10:00:00Z\",\"within\":\"PT1M\"}");
    assertThat(
            Json.fromTree(
                Json.parse("{\"at\":\"2026-11-20T10:00:00Z\",\"within\":\"PT60S\",\"new\":1}"),
                Timed.class))
        .isEqualTo(timed);
  }
}
