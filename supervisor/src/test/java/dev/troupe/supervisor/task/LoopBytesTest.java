package dev.troupe.supervisor.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.troupe.persistence.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A loop that carries a large value along: the journal holds it once. */
class LoopBytesTest {
  private static final int LARGE_BYTES = 200 * 1024;
  private static final int TURNS = 100;

  /** What an event says beside content. */
  private static final int EVENT_BYTES_AT_MOST = 600;

  /** Ways to go once around, by what they are called. */
  private static final Map<String, String> LOOPS =
      Map.ofEntries(
          jsonPath(
              "ResultPath",
              "{'Type':'Pass','Parameters':{'n.$':'States.MathAdd($.n, 1)'},'ResultPath':'$.got',"
                  + "'Next':'Lift'},'Lift':{'Type':'Pass','InputPath':'$.got.n','ResultPath':'$.n','Next':'More'}"),
          jsonPath(
              "Parameters",
              "{'Type':'Pass','Parameters':{'n.$':'States.MathAdd($.n, 1)','big.$':'$.big'},"
                  + "'Next':'More'}"),
          jsonPath(
              "JsonMerge",
              "{'Type':'Pass','Parameters':{'all.$':'$','more':{'n.$':'States.MathAdd($.n, 1)'}},"
                  + "'Next':'Merge'},'Merge':{'Type':'Pass','Parameters':{"
                  + "'m.$':'States.JsonMerge($.all, $.more, false)'},'OutputPath':'$.m','Next':'More'}"),
          jsonPath(
              "Assign",
              "{'Type':'Pass','Assign':{'kept.$':'$.big'},"
                  + "'Parameters':{'n.$':'States.MathAdd($.n, 1)','big.$':'$.big'},'Next':'More'}"),
          jsonata(
              "Output",
              "{'Type':'Pass','Output':{'n':'{% $states.input.n + 1 %}',"
                  + "'big':'{% $states.input.big %}'},'Next':'More'}"),
          jsonata(
              "object constructor",
              "{'Type':'Pass','Output':'{% {\\\"n\\\": $states.input.n + 1, "
                  + "\\\"big\\\": $states.input.big} %}','Next':'More'}"),
          jsonata(
              "$merge",
              "{'Type':'Pass','Output':'{% $merge([$states.input, "
                  + "{\\\"n\\\": $states.input.n + 1}]) %}','Next':'More'}"),
          jsonata(
              "transform",
              "{'Type':'Pass','Output':'{% $states.input ~> |$|{\\\"n\\\": n + 1}| %}',"
                  + "'Next':'More'}"),
          jsonata(
              "variable",
              "{'Type':'Pass','Assign':{'kept':'{% $states.input.big %}'},"
                  + "'Output':{'n':'{% $states.input.n + 1 %}','big':'{% $states.input.big %}'},"
                  + "'Next':'Back'},'Back':{'Type':'Pass','Output':"
                  + "{'n':'{% $states.input.n %}','big':'{% $kept %}'},'Next':'More'}"));

  private static Map.Entry<String, String> jsonPath(String name, String turn) {
    return Map.entry("JSONPath, " + name, turn);
  }

  private static Map.Entry<String, String> jsonata(String name, String turn) {
    return Map.entry("JSONata, " + name, turn);
  }

  private static String machine(String loop, String turn) {
    var isJsonata = loop.startsWith("JSONata");
    return """
    {'QueryLanguage':'%s','StartAt':'More','States':{
      'More':{'Type':'Choice','Default':'Done','Choices':[{%s,'Next':'Turn'}]},
      'Turn':%s,
      'Done':{'Type':'Succeed'}}}
    """
        .formatted(
            isJsonata ? "JSONata" : "JSONPath",
            isJsonata
                ? "'Condition':'{% $states.input.n < " + TURNS + " %}'"
                : "'Variable':'$.n','NumericLessThan':" + TURNS,
            turn);
  }

  /** The same size in one text, in many small members, in many small elements. */
  private static Map<String, JsonNode> values() {
    var object = JsonNodeFactory.instance.objectNode();
    IntStream.range(0, LARGE_BYTES / 20).forEach(n -> object.put("member-%05d".formatted(n), n));
    var array = JsonNodeFactory.instance.arrayNode();
    IntStream.range(0, LARGE_BYTES / 8).forEach(n -> array.add(1_000_000 + n));
    return Map.of(
        "text", JsonNodeFactory.instance.textNode("x".repeat(LARGE_BYTES)),
        "object", object,
        "array", array);
  }

  static Stream<Arguments> loops() {
    return LOOPS.entrySet().stream()
        .flatMap(loop ->
            values().entrySet().stream()
                .map(value ->
                    Arguments.of(
                        loop.getKey(),
                        value.getKey(),
                        machine(loop.getKey(), loop.getValue()),
                        value.getValue())));
  }

  @ParameterizedTest(name = "{0} of a large {1}")
  @MethodSource("loops")
  void writes_the_value_once_however_often_it_goes_around(
      String loop, String kind, String definition, JsonNode value) {
    var input = JsonNodeFactory.instance.objectNode().put("n", 0).set("big", value);

    var rehearsal = Rehearsal.of(definition).submit(input, Rehearsal.LIMITS);
    while (rehearsal.task instanceof Running) {
      rehearsal.tell(new TaskCommand.Continue(rehearsal.now, 1));
    }

    var events = rehearsal.writes.stream().flatMap(List::stream).toList();
    assertThat(events).hasSizeGreaterThan(4 * TURNS);
    assertThat(events.stream().skip(1).filter(event -> bytes(event) > EVENT_BYTES_AT_MOST))
        .isEmpty();
    assertThat(rehearsal.output().path("n").asInt()).isEqualTo(TURNS);
    assertThat(rehearsal.output().path("big")).isEqualTo(value);
  }

  private static int bytes(TaskEvent event) {
    return Json.write(event).length();
  }
}
