package dev.troupe.supervisor.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is wrong with a definition is told to people, who need not know Java. */
class PlainFaultsTest {
  private static final Pattern OF_JAVA =
      Pattern.compile(
          "\\b(java|javax|com|org|dev)\\.\\w|Exception|\\b\\w+\\[\\w+=|\\bPT\\d|\\bnull\\b");

  private static String pass(String fields) {
    return "{'StartAt':'A','States':{'A':{'Type':'Pass',%s,'End':true}}}".formatted(fields);
  }

  static Stream<String> nonsense() {
    return Stream.of(
        "",
        "[]",
        "{'StartAt':5,'States':{'A':{'Type':7}}}",
        "{'StartAt':'A','States':{'A':null}}",
        "{'StartAt':'A', ",
        "StartAt: A\nStates: {A: [\n",
        "StartAt: *nobody\n",
        pass("'InputPath':'$.['"),
        pass("'InputPath':'$[?(@.a ==]'"),
        pass("'InputPath':'$..'"),
        pass("'InputPath':'$.a[\\\\'x]'"),
        pass("'OutputPath':'$[99999999999999999999]'"),
        pass("'ResultPath':'$.a[*]'"),
        pass("'Parameters':{'x.$':'$.['}"),
        pass("'Parameters':{'x.$':'States.Format('}"),
        pass("'QueryLanguage':'JSONata','Output':'{% $foo( %}'"),
        pass("'QueryLanguage':'JSONata','Output':'{% /[/ %}'"),
        pass("'QueryLanguage':'JSONata','Output':'{%%}'"),
        "{'StartAt':'A','States':{'A':{'Type':'Wait','Timestamp':'tomorrow','End':true}}}",
        "{'StartAt':'A','States':{'A':{'Type':'Choice','Choices':[{'Variable':'$.[','IsNull':true,'Next':'A'}]}}}",
        "{'StartAt':'A','States':{'A':{'Type':'Map','ItemsPath':'$.[','ItemProcessor':{},'End':true}}}");
  }

  @ParameterizedTest
  @MethodSource("nonsense")
  void no_fault_speaks_of_java(String definition) {
    var reading = WorkflowReader.read(definition.replace('\'', '"'));

    assertThat(reading)
        .isInstanceOfSatisfying(
            Reading.Faulty.class,
            faulty ->
                assertThat(faulty.faults().stream().map(Fault::toString))
                    .isNotEmpty()
                    .allSatisfy(told -> assertThat(told).doesNotContainPattern(OF_JAVA)));
  }
}
