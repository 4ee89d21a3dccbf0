package dev.troupe.http.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code --help} shows can be copied into a shell line by line. */
class HelpTest {
  static Stream<List<String>> commands() {
    var commands = new ArrayList<List<String>>();
    for (var name : listed(List.of())) {
      commands.add(List.of(name));
      listed(List.of(name)).forEach(child -> commands.add(List.of(name, child)));
    }
    return commands.stream();
  }

  private static List<String> help(List<String> command) {
    return printed(Stream.concat(command.stream(), Stream.of("--help")).toArray(String[]::new));
  }

  private static List<String> printed(String... arguments) {
    var out = new ByteArrayOutputStream();
    var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    assertThat(TroupeCommand.run(new Streams(stream, stream, false), arguments)).isZero();
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static List<String> listed(List<String> command) {
    var help = help(command);
    var head = help.indexOf("Commands:");
    return head < 0
        ? List.of()
        : help.subList(head + 1, help.size()).stream()
            .takeWhile(line -> !line.isBlank())
            .filter(line -> line.matches("  [a-z].*"))
            .map(line -> line.strip().split(" ", 2)[0])
            .toList();
  }

  @Test
  void help_as_a_word_is_the_same() {
    assertThat(printed("help")).isEqualTo(printed("--help"));
    assertThat(printed("help", "run")).isEqualTo(printed("run", "--help"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void every_example_stands_on_one_line(List<String> command) {
    var help = help(command);
    var head = Math.max(help.indexOf("Example:"), help.indexOf("Examples:"));

    assertThat(head).as("examples of %s", command).isPositive();
    assertThat(help.subList(head + 1, help.size()))
        .filteredOn(line -> !line.isBlank())
        .isNotEmpty()
        .allMatch(line -> line.startsWith("  troupe ") || line.startsWith("  #"));
  }
}
