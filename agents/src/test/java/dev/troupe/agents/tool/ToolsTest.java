package dev.troupe.agents.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Json;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ToolsTest {
  private static final ToolCall CALL =
      new ToolCall("default", "t", List.of(), 1, "t:1:1.1", Instant.EPOCH);

  enum Size {
    SMALL,
    LARGE
  }

  record Guest(String name) {}

  record Booking(
      @Description("the first night") LocalDate from,
      int nights,
      Optional<Size> size,
      @Nullable String wish,
      List<Guest> guests) {}

  record Strange(Thread thread) {}

  record Endless(@Nullable Endless next) {}

  private static Tools booking() {
    return Tools.NONE.with("book", "Books.", Booking.class, (booking, _) -> booking.nights() + 1);
  }

  private static Tool tool() {
    return booking().find("book").orElseThrow();
  }

  @Test
  void the_schema_of_a_record_says_what_is_required_and_what_it_means() {
    assertThat(tool().spec().inputSchema())
        .isEqualTo(
            Json.parse(
                """
                {"type":"object","properties":{
                  "from":{"type":"string","format":"date","description":"the first night"},
                  "nights":{"type":"integer"},
                  "size":{"type":["string","null"],"enum":["SMALL","LARGE",null]},
                  "wish":{"type":["string","null"]},
                  "guests":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"}},
                    "required":["name"],"additionalProperties":false}}},
                 "required":["from","nights","guests"],"additionalProperties":false}
                """));
  }

  @Test
  void a_record_comes_in_and_a_value_goes_out() throws Exception {
    JsonNode input =
        Json.parse("{\"from\":\"2026-12-01\",\"nights\":2,\"size\":null,\"guests\":[]}");

    assertThat(tool().call(CALL, input)).isEqualTo(Json.parse("3"));
  }

  @Test
  void a_type_without_a_schema_is_refused_by_name() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tools.NONE.with("odd", "Odd.", Strange.class, (_, _) -> 1))
        .withMessageContaining("java.lang.Thread");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tools.NONE.with("odd", "Odd.", Endless.class, (_, _) -> 1))
        .withMessageContaining("holds itself");
  }

  @Test
  void a_name_is_taken_once_and_must_be_one_that_providers_take() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> booking().and(booking()))
        .withMessageContaining("two tools with the name 'book'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tools.NONE.with("Book it", "Books.", Guest.class, (_, _) -> 1))
        .withMessageContaining("'Book it' cannot be a tool's name");
  }

  @Test
  void a_model_is_told_types_and_what_is_required_also_within_and_without_a_trace_of_scala() {
    var told = ModelView.of(tool().spec());

    assertThat(told.name()).isEqualTo("book");
    assertThat(Json.parse(told.toJson()).path("parameters"))
        .isEqualTo(
            Json.parse(
                """
                {"type":"object","properties":{
                  "from":{"type":"string","description":"the first night (format date)"},
                  "nights":{"type":"integer"},
                  "size":{"type":"string","enum":["SMALL","LARGE"]},
                  "wish":{"type":"string"},
                  "guests":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"}},
                    "required":["name"],"additionalProperties":false}}},
                 "required":["from","nights","guests"],"additionalProperties":false}
                """));
  }

  @Test
  void a_schema_from_elsewhere_is_told_as_far_as_providers_go() {
    var schema =
        Json.parse(
            """
            {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
             "$defs":{"place":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}},
             "properties":{"to":{"$ref":"#/$defs/place"},"many":{"type":["integer","string"]},
               "odd":{"const":1,"examples":[1]},"tags":{"type":"object","additionalProperties":{"type":"string"}}}}
            """);
    var spec = new ToolSpec("go", "Goes.", schema, ToolSpec.Effect.READS, false);

    var told = ModelView.of(spec).toJson();

    assertThat(told)
        .contains("\"required\":[\"city\"]", "\"anyOf\":[{\"type\":\"integer\"}", "\"const\":1")
        .contains("\"tags\":{\"type\":\"object\"}")
        .doesNotContain("traversableAgain");
  }
}
