package dev.troupe.persistence.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.troupe.persistence.Json;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What others may write into a form, and what it can cost. */
class FormsTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'type':'object','required':['a'],'properties':{'a':{'type':'string','pattern':'^[a-z]+$'}}}",
        "{'$defs':{'a':{'type':'string'}},'properties':{'x':{'$ref':'#/$defs/a'},'y':{'$ref':'#/$defs/a'}}}",
        "{'$defs':{'a b/c':{'type':'string'}},'$ref':'#/$defs/a%20b~1c'}",
        "{'properties':{'$ref':{'type':'string'},'pattern':{'const':'('}}}",
        "{'enum':[{'$ref':'http://example.org'}]}",
        "{'$schema':'https://json-schema.org/draft/2020-12/schema','type':'string'}",
        "{'$schema':'http://json-schema.org/draft-07/schema#','type':'string'}",
        "{'pattern':'^((25[0-5]|2[0-4]\\\\d|[01]?\\\\d\\\\d?)[.]){3}(25[0-5]|2[0-4]\\\\d|[01]?\\\\d\\\\d?)$'}",
        "{'pattern':'^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$'}",
        "{'pattern':'^(?:[a-z0-9!#$%&*+/=?^_`|~-]+(?:[.][a-z0-9]+)*)@(?:[a-z0-9-]+[.])+[a-z]{2,}$'}",
        "{'pattern':'^(?=.*[A-Z])(?=.*\\\\p{Nd}).{8,}$'}"
      })
  void what_people_need_can_be_asked(String form) {
    assertThat(JsonSchema.faultOfForm(Json.parse(form.replace('\'', '"')))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "{'type':'nothing'}; at /type, ",
        "{'$ref':'#'}; '#' refers to itself without end",
        "{'allOf':[{'$ref':'#'}]}; '#' refers to itself without end",
        "{'$defs':{'a':{'$ref':'#/$defs/b'},'b':{'$ref':'#/$defs/a'}}}; refers to itself without end",
        "{'properties':{'a':{'items':{'$ref':'#/properties/a'}}}}; refers to itself without end",
        "{'properties':{'a':{'$ref':'#/properties/zzz'}}}; it refers to '#/properties/zzz', which is not in it",
        "{'$anchor':'x','properties':{'a':{'$ref':'#x'}}}; it refers to '#x', which is not in it",
        "{'properties':{'a':{'$ref':'http://127.0.0.1:1/x'}}}; it refers to 'http://127.0.0.1:1/x': nothing is loaded",
        "{'if':{'$ref':'classpath:draft/2020-12/schema'}}; nothing is loaded",
        "{'items':{'$dynamicRef':'#'}}; it uses $dynamicRef",
        "{'items':{'$recursiveRef':'#'}}; it uses $recursiveRef",
        "{'$defs':{'a':{'$id':'x'}}}; it has an $id inside",
        "{'items':{'$schema':'http://json-schema.org/draft-03/schema#'}}; its $schema 'http://json-schema.org/draft-03/schema#' is not known",
        "{'items':{'pattern':'('}}; its pattern '(' is no regular expression: Unclosed group",
        "{'patternProperties':{'[':{}}}; its pattern '[' is no regular expression",
        "{'pattern':'(?:){2000000000}'}; its pattern '(?:){2000000000}' could take too long",
        "{'pattern':'^(?:(?:a?)?){40}b$'}; could take too long",
        "{'pattern':'(?x)a'}; could take too long"
      })
  void what_cannot_be_used_is_named(String form, String fault) {
    assertThat(JsonSchema.faultOfForm(Json.parse(form.replace('\'', '"'))))
        .hasValueSatisfying(
            said -> assertThat(said).contains(fault).doesNotContain("java", "xception"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'$ref':'#/$defs/a0'", "'properties':{'a':{'$ref':'#/$defs/a0'}}"})
  void a_form_that_grows_with_each_reference_is_refused_before_it_is_tried(String use) {
    var form = Json.parse("{%s,%s}".formatted(doubling(28), use).replace('\'', '"'));

    assertTimeoutPreemptively(
        SOON,
        () ->
            assertThat(JsonSchema.faultOfForm(form))
                .hasValue("it has more than 2000 parts, where its references are followed"));
  }

  @Test
  void what_is_nested_without_end_is_refused() {
    var form = Json.parse("{\"not\":".repeat(300) + "{}" + "}".repeat(300));

    assertThat(JsonSchema.faultOfForm(form)).hasValue("it is nested more than 100 deep");
  }

  @Test
  void a_form_that_was_taken_before_ends_at_its_steps() {
    var schema =
        new JsonSchema(
            Json.parse("{%s,'$ref':'#/$defs/a0'}".formatted(doubling(28)).replace('\'', '"')));

    assertUndecided(schema, "1", "it would take too long");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'string','pattern':'^((a+)+)(b|\\\\2)c$'}",
        "{'type':'string','pattern':'^(?:(a)|a)*b\\\\1$'}",
        "{'not':{'not':{'anyOf':[{'pattern':'^((a+)+)(b|\\\\2)c$'},{'type':'null'}]}}}"
      })
  void an_expression_that_searches_for_ever_is_stopped(String form) {
    var schema = new JsonSchema(Json.parse(form.replace('\'', '"')));

    assertUndecided(schema, "\"%s!\"".formatted("a".repeat(48)), "it would take too long");
  }

  @Test
  void many_expressions_share_what_may_be_read() {
    var schema = new JsonSchema(Json.parse("{\"items\":{\"pattern\":\"^((a+)+)(b|\\\\2)c$\"}}"));
    var almost = "\"%s!\"".formatted("a".repeat(14));
    var many = IntStream.range(0, 200).mapToObj(_ -> almost).collect(Collectors.joining(","));

    assertThat(schema.misfits(Json.parse("[" + almost + "]"))).hasSize(1);
    assertUndecided(schema, "[" + many + "]", "it would take too long");
  }

  @Test
  void a_number_that_cannot_be_compared_is_no_accident() {
    var schema = new JsonSchema(Json.parse("{\"type\":\"integer\",\"minimum\":1}"));

    assertUndecided(schema, "1e300", "a number that is too large");
  }

  @Test
  void what_is_nested_too_deep_is_not_checked() {
    assertUndecided(
        new JsonSchema(Json.parse("{}")),
        "[".repeat(600) + "]".repeat(600),
        "it is nested more than 400 deep");
  }

  @Test
  void a_schema_of_trees_fits_trees() {
    var tree =
        new JsonSchema(
            Json.parse("{\"type\":\"object\",\"additionalProperties\":{\"$ref\":\"#\"}}"));

    assertThat(tree.misfits(Json.parse("{\"a\":".repeat(100) + "{}" + "}".repeat(100)))).isEmpty();
    assertThat(tree.misfits(Json.parse("{\"a\":{\"b\":1}}")))
        .extracting(JsonSchema.Misfit::pointer)
        .containsExactly("/a/b");
  }

  @Test
  void what_is_said_is_cut() {
    var schema =
        new JsonSchema(
            Json.parse(
                "{\"not\":{\"enum\":[\"%s\"]},\"const\":\"%s\"}"
                    .formatted("x".repeat(5_000), "y".repeat(5_000))));

    assertThat(schema.misfits(Json.parse("\"%s\"".formatted("x".repeat(5_000)))))
        .isNotEmpty()
        .allSatisfy(misfit -> assertThat(misfit.what()).hasSizeLessThan(310));
  }

  private static void assertUndecided(JsonSchema schema, String value, String why) {
    assertTimeoutPreemptively(
        SOON,
        () ->
            assertThat(
                    org.assertj.core.api.Assertions.catchThrowableOfType(
                        JsonSchema.Undecided.class, () -> schema.misfits(Json.parse(value))))
                .satisfies(undecided -> assertThat(undecided.why()).contains(why)));
  }

  private static String doubling(int levels) {
    return IntStream.range(0, levels)
        .mapToObj(level ->
            "'a%1$d':{'anyOf':[{'$ref':'#/$defs/a%2$d'},{'$ref':'#/$defs/a%2$d'}]}"
                .formatted(level, level + 1))
        .collect(
            Collectors.joining(",", "'$defs':{", ",'a%d':{'type':'string'}}".formatted(levels)));
  }
}
