package dev.troupe.http.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the machines of a page, each with its command, what it prints, and its events. */
final class PageExamples {
  private static final Pattern MACHINE = Pattern.compile("```(?:json|yaml)\\n[^`]*\"?StartAt\"?:");
  private static final Pattern EXAMPLE =
      Pattern.compile(
          "```json\\n([^`]*)```\\n```sh\\n(.*?)```\\n```text\\n(.*?)```\\n```(events(?:-sorted)?)\\n(.*?)```",
          Pattern.DOTALL);

  /** A word of a command line, quoted or not. */
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|([^\\s\"']+)");

  private static final String EXIT = "; echo \"exit $?\"";

  private PageExamples() {}

  /**
   * @param command the words behind {@code ./troupe}
   * @param tellsExit the command line prints the exit code behind what the command prints
   * @param events the types of the task's events, in order, or sorted where branches race
   */
  record Example(
      String machine,
      List<String> command,
      boolean tellsExit,
      String printed,
      List<String> events,
      boolean inOrder) {

    /** The name that the command gives the machine's file. */
    String file() {
      return command.get(command.indexOf("--workflow") + 1);
    }

    @Override
    public String toString() {
      return file();
    }
  }

  static Path folder() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve("docs/states"))) {
        return at.resolve("docs/states");
      }
    }
    throw new AssertionError("there is no folder docs/states");
  }

  static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.sorted().toList();
    }
  }

  /** Fails where a page shows a machine that is no whole example. */
  static List<Example> of(Path page) throws IOException {
    String text = Files.readString(page);
    List<Example> examples = EXAMPLE.matcher(text).results().map(PageExamples::read).toList();
    long machines = MACHINE.matcher(text).results().count();
    if (machines != examples.size()) {
      throw new AssertionError(
          "%s: %d machines, %d of them with command, output and events"
              .formatted(page, machines, examples.size()));
    }
    return examples;
  }

  private static Example read(MatchResult found) {
    String line = found.group(2).strip().replace("\\\n", " ");
    boolean tellsExit = line.endsWith(EXIT);
    return new Example(
        found.group(1),
        words(tellsExit ? line.substring(0, line.length() - EXIT.length()) : line),
        tellsExit,
        found.group(3).strip(),
        List.of(found.group(5).strip().split("\\s+")),
        found.group(4).equals("events"));
  }

  private static List<String> words(String line) {
    var words = new ArrayList<String>();
    for (Matcher word = WORD.matcher(line); word.find(); ) {
      words.add(
          Stream.of(word.group(1), word.group(2), word.group(3))
              .filter(Objects::nonNull)
              .findFirst()
              .orElseThrow());
    }
    if (!words.getFirst().equals("./troupe")) {
      throw new AssertionError("no command of this program: " + line);
    }
    return List.copyOf(words.subList(1, words.size()));
  }
}
