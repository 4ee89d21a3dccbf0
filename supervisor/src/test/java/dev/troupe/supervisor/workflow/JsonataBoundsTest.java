package dev.troupe.supervisor.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.workflow.jsonata.JsonataCompiler;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One expression, even one call in it, takes neither all the time nor all the memory. */
@Timeout(60)
class JsonataBoundsTest {
  private static final Duration BOUND = Duration.ofSeconds(2);

  /** Shares every part with itself: small in memory, and without end to whoever visits it. */
  private static final String DOUBLED =
      "($nest := function($v, $n){ $n = 0 ? $v : $nest([[$v], [$v]], $n - 1) }; ";

  /** A busy machine may take a while for what is quick. */
  private static final Duration GRACE = Duration.ofSeconds(8);

  private static JsonNode evaluate(String source) {
    var scope =
        new Scope(
            _ -> null,
            JsonNodeFactory.instance.objectNode(),
            null,
            null,
            JsonNodeFactory.instance::objectNode,
            new Moment(Instant.EPOCH, 1));
    return JsonataCompiler.compile(source).evaluate(scope, "Output");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$pad('x', 1000000000)",
        "$pad('x', -2000000000, 'ab')",
        "('x' ~> $pad(1000000000))",
        "($p := $pad; $p('x', 1000000000))",
        "[1..1000000000]",
        "[1..9999999]",
        "$map([1..100000], function($n){ [1..100000] })",
        "($twice := function($s, $n){ $n = 0 ? $s : $twice($s & $s, $n - 1) }; $twice('x', 40))",
        "($twice := function($s, $n){ $n = 0 ? $s : $twice($append($s, $s), $n - 1) }; $twice([1], 40))",
        "($big := $pad('x', 1000000); $join([1..100000].($big)))",
        "$join([1..100000].('x'), $pad('x', 1000000))",
        "($big := $pad('x', 1000000); $string([1..1000].($big)))",
        "($big := $pad('x', 1000000); $replace($big, 'x', $big))",
        "($big := $pad('x', 1000000, 'x'); $replace($big, /x/, $big))",
        "($big := $pad('x', 100000, 'x'); $replace($big, /x/, function($m){ $big }))",
        "($big := $pad('x', 1000000); [1..100000].($big))",
        "($nest := function($v, $n){ $n = 0 ? $v : $nest([$v, $v], $n - 1) }; $nest([1], 60))",
        "($deep := function($n){ $n = 0 ? 0 : 1 + $deep($n - 1) }; $deep(100000))",
        "$reduce([1..20000], function($all, $n){ [[$all]] })",
        "($loop := function($n){ $loop($n + 1) }; $loop(0))",
        DOUBLED + "$nest([1], 60) = $nest([1], 60))",
        DOUBLED + "$nest([1], 40) != $nest([1], 40))",
        DOUBLED + "$nest([1], 40) in [$nest([1], 40)])",
        DOUBLED + "$nest([1], 40) & '')",
        DOUBLED + "$count($distinct([$nest([1], 40), $nest([1], 40)])))",
        DOUBLED + "$count($nest([1], 40).**))",
        DOUBLED + "$not($nest([0], 40)))",
        DOUBLED + "$nest([0], 40) ? 1 : 2)",
        DOUBLED + "$count([$nest([0], 40)[0] or $nest([0], 40)]))",
        "($of := function($v, $n){ $n = 0 ? $v : $of({'a': $v, 'b': $v}, $n - 1) }; $of(1, 40) = $of(1, 40))",
        "($a := [1..1000].[[1..1000]]; $b := [1..1000].[$a]; $b = $b)",
        "($big := $pad('x', 1000000); $a := [1..100].($big); $a = $a)",
        "$match($pad('a', 200, 'a'), /.*.*.*.*.*.*.*.*b/)",
        "$contains($pad('a', 200, 'a'), /.*.*.*.*.*.*.*.*b/)",
        "$split($pad('a', 200, 'a'), /.*.*.*.*.*.*.*.*b/)",
        "$replace($pad('a', 200, 'a'), /.*.*.*.*.*.*.*.*b/, '')",
      })
  void ends_with_the_languages_error_before_long(String source) {
    var begin = Instant.now();

    assertThatThrownBy(() -> evaluate(source.replace('\'', '"')))
        .isInstanceOfSatisfying(
            EvaluationFailure.class,
            failure -> assertThat(failure.error()).isEqualTo("States.QueryEvaluationError"));

    assertThat(Duration.between(begin, Instant.now())).isLessThan(BOUND.plus(GRACE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      value = {
        "$pad('x', 5)                                      @ \"x    \"",
        "$pad('x', -3, '#')                                @ \"##x\"",
        "('x' ~> $pad(3, 'ab'))                            @ \"xab\"",
        "$join(['a','b'], '-')                             @ \"a-b\"",
        "$join('a')                                        @ \"a\"",
        "$string({'a':[1]})                                @ \"{\\\"a\\\":[1]}\"",
        "$map([1,2], $string)                              @ [\"1\",\"2\"]",
        "$contains('abc', 'b')                             @ true",
        "$contains('abc', /B/i)                            @ true",
        "$match('abab', /a(b)/).groups                     @ [\"b\",\"b\"]",
        "$split('a, b,c', /, ?/)                           @ [\"a\",\"b\",\"c\"]",
        "$split('a b c', ' ', 2)                           @ [\"a\",\"b\"]",
        "$replace('abc', 'b', 'x')                         @ \"axc\"",
        "$replace('abc', /(b)/, '[$1]')                    @ \"a[b]c\"",
        "$replace('abc', /b/, function($m){ $uppercase($m.match) }) @ \"aBc\"",
        "['a','b'].$pad(2, '.')                            @ [\"a.\",\"b.\"]",
        "{'a':{'n':1}} ~> |a|{'n': n + 1}|                 @ {\"a\":{\"n\":2}}",
        "$count([1..100000])                               @ 100000",
        "($a := [1..100000]; $a = $a)                      @ true",
        "($a := {'x':[1,2]}; [$a, $a] = [$a, {'x':[1,2]}]) @ true",
        "($all := [1..3000]; $count($all[$ in $all and $count($all) = 3000])) @ 3000",
        "($big := $pad('x', 1000); $count([1..1000].($big))) @ 1000",
      })
  void leaves_what_is_within_bounds_as_it_was(String source, String expected) {
    assertThat(evaluate(source.replace('\'', '"'))).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/^(a|aa|b?)+\\1c$/('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')",
        "('aaaa' ~> /a/)",
        "($r := /a/; $r('aaaa'))",
        "($r := /a/; $map(['aaaa'], $r))",
        "$map(['aaaa'], /a/)",
        "[/a/]",
        "($f := function($r){ $r('aaaa') }; $f(/a/))",
        "($match := $map; $match(['aaaa'], /a/))",
        "function($match){ $match(['aaaa'], /a/) }($map)",
        "$match('aaaa', [/a/])",
        "'a' in /a/",
        "'a' and /a/",
        "($r := true ? /a/ : /b/; $match('a', $r))",
        "'/*' & /a/('a')",
        "(1 /* not / this */; /a/('a'))",
        "/(a/b|')c)/('aaaa')",
      })
  void a_pattern_that_nobody_watches_over_is_refused(String source) {
    assertThatThrownBy(() -> JsonataCompiler.compile(source.replace('\'', '"')))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a pattern may stand only in a call of $match");
  }

  static Stream<Arguments> sound() {
    return Stream.of(
        arguments("$contains('abc', /B/i)", "true"),
        arguments("('a,b' ~> $split(/,/))[1]", "\"b\""),
        arguments("$match('a-b', /[x-]/).match", "\"-\""),
        arguments("$match('a/b', /(a/b)/).match", "\"a/b\""),
        arguments("($r := /b+/; $replace('abbc', $r, '-'))", "\"a-c\""),
        arguments("$map(['ab','cb'], function($t){ $contains($t, /^a/) })[0]", "true"),
        arguments("8 / 4 / 2", "1"),
        arguments("(4)/2/1", "2"),
        arguments("[8][0]/2/4", "1"),
        arguments("$sum([1,2])/3/1", "1"),
        arguments("{'usage':{'in':8,'out':2}}.usage.in / $sum([2]) / 2", "2"),
        arguments("{'or':6}.or/3/2", "1"),
        arguments("1 in [1,2]", "true"),
        arguments("'a/b' & '/c/'", "\"a/b/c/\""),
        arguments("/* a / remark */ 1", "1"));
  }

  @ParameterizedTest
  @MethodSource("sound")
  void sound_patterns_and_divisions_are_what_they_were(String source, String value) {
    assertThat(evaluate(source.replace('\'', '"'))).isEqualTo(Json.parse(value));
  }

  @Test
  void what_is_nested_too_deeply_is_a_fault_of_the_expression() {
    var deep = "(".repeat(100_000) + "1" + ")".repeat(100_000);

    assertThatThrownBy(() -> JsonataCompiler.compile(deep))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the expression is nested too deeply");
  }

  @Test
  void a_function_that_is_not_supported_is_so_under_every_name() {
    assertThatThrownBy(() -> evaluate("($e := $eval; $e('1'))".replace('\'', '"')))
        .isInstanceOf(EvaluationFailure.class)
        .hasMessageContaining("not supported");
  }
}
