package dev.troupe.supervisor.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.workflow.jsonata.JsonataCompiler;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final JsonNode INPUT =
      json("{'a':{'b':[1,2,3]},'one':['x'],'none':[],'items':[{'n':1},{'n':2}],'nothing':null}");
  private static final Map<String, JsonNode> VARIABLES =
      Map.of("limit", json("3"), "empty", json("[]"), "void", json("null"), "big", INPUT);

  private static JsonNode json(String withSingleQuotes) {
    return Json.parse(withSingleQuotes.replace('\'', '"'));
  }

  private static JsonNode evaluate(String source, long seed) {
    var scope =
        new Scope(
            VARIABLES::get,
            INPUT,
            json("{'approved':true}"),
            null,
            JsonNodeFactory.instance::objectNode,
            new Moment(NOW, seed));
    return JsonataCompiler.compile(source).evaluate(scope, "Output");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$states.input.a.b               | [1,2,3]",
        "$states.input.one               | [\"x\"]",
        "$states.input.none              | []",
        "$states.input.nothing           | null",
        "$states.input.items.n           | [1,2]",
        "$states.result.approved         | true",
        "$limit                          | 3",
        "$empty                          | []",
        "$void                           | null",
        "$limit + 1                      | 4",
        "$limit / 2                      | 1.5",
        "$count($states.input.a.b) <= 3  | true",
        "$sum($states.input.items.n)     | 3",
        "[$states.input.items.{'m': n}]  | [{\"m\":1},{\"m\":2}]",
        "$append($states.input.a.b, [4]) | [1,2,3,4]",
        "$reverse($states.input.a.b)     | [3,2,1]",
        "$sort($states.input.a.b)        | [1,2,3]",
        "$merge([$states.input.a, {'c': null}]) | {\"b\":[1,2,3],\"c\":null}",
        "$string($states.input.items)    | \"[{\\\"n\\\":1},{\\\"n\\\":2}]\"",
        "$now()                          | \"2026-11-20T10:00:00.000Z\"",
        "$millis()                       | 1795168800000",
        "($x := $limit; $x * 2)          | 6",
        "$keys($states.result)           | \"approved\"",
      })
  void evaluates(String source, String expected) {
    var value = evaluate(source, 1);

    assertThat(value).isEqualTo(Json.parse(expected));
    assertThat(Json.parse(value.toString())).as("as it is stored").isEqualTo(value);
  }

  @Test
  void hands_content_through_as_the_same_node() {
    assertThat(evaluate("$states.input.a", 1)).isSameAs(INPUT.path("a"));
    assertThat(evaluate("true ? $states.input.a : 1", 1)).isSameAs(INPUT.path("a"));
    assertThat(evaluate("{'kept': $big.items}", 1).path("kept")).isSameAs(INPUT.path("items"));
  }

  @Test
  void takes_chance_from_the_seed_alone() {
    assertThat(evaluate("$random()", 7)).isEqualTo(evaluate("$random()", 7));
    assertThat(evaluate("$random()", 7)).isNotEqualTo(evaluate("$random()", 8));
  }

  @ParameterizedTest
  @CsvSource({
    "$unknown",
    "$states.input.unknown",
    "$states.errorOutput",
    "$states.input.items[n=9]",
    "$count",
    "$states.input.a + 1",
    "($f := function($n){$f($n + 1) + 1}; $f(1))",
  })
  void names_the_expression_that_has_no_value(String source) {
    assertThatThrownBy(() -> evaluate(source, 1))
        .isInstanceOfSatisfying(
            EvaluationFailure.class,
            failure -> {
              assertThat(failure.error()).isEqualTo("States.QueryEvaluationError");
              assertThat(failure.cause()).contains(source).contains("'Output'");
            });
  }

  @Test
  void leaves_its_input_as_it_was() {
    var before = INPUT.deepCopy();

    evaluate("$append($states.input.none, [1])", 1);
    evaluate("$states.input ~> |a|{'b': 0}|", 1);

    assertThat(INPUT).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$replace('aaa', '', 'b')  | threw an error: Second argument of replace function cannot be",
        "$sort([1, 'a'])           | cannot be evaluated: values stand together in it that are of",
        "$number('x')              | cannot be evaluated: For input string",
        "$fromMillis(1, '[q]')     | cannot be evaluated: Unknown component specifier q"
      })
  void a_failure_is_told_without_the_names_of_types(String source, String told) {
    assertThatThrownBy(() -> evaluate(source, 1))
        .hasMessageContaining(told)
        .message()
        .doesNotContain("Exception", "java.");
  }
}
