package dev.troupe.http.cli;

import dev.troupe.persistence.Json;
import dev.troupe.supervisor.recorded.Mismatch;
import dev.troupe.supervisor.recorded.RecordedLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code troupe workflow test}: recorded executions, run again and compared. */
@Command(
    name = "test",
    description = {
      "Run recorded executions again, on virtual time and with their tasks' recorded answers.",
      "Each difference is a line: name, field, expected, got. A line with 'definition_text' is a "
          + "definition that must be found valid or invalid, as its 'expected' says."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  troupe workflow test cases.jsonl")
final class WorkflowTestCommand implements Callable<Integer> {
  private final Streams streams;
  private int passed;
  private int failed;
  private int skipped;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE.jsonl", description = "One recorded case a line.")
  private Path file = Path.of("");

  WorkflowTestCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      var number = 1;
      for (var line = reader.readLine(); line != null; line = reader.readLine(), number++) {
        if (!line.isBlank()) {
          judge(read(line, number));
        }
      }
    } catch (NoSuchFileException absent) {
      throw usage("there is no file %s".formatted(file));
    } catch (MalformedInputException otherwise) {
      throw usage("%s is not a text in UTF-8".formatted(file));
    } catch (IOException unreadable) {
      throw usage("%s cannot be read: %s".formatted(file, unreadable.getMessage()));
    }
    if (passed + failed + skipped == 0) {
      throw usage("%s holds no recorded case".formatted(file));
    }
    streams.out().println("%d passed, %d failed, %d skipped".formatted(passed, failed, skipped));
    return failed == 0 ? Exit.ANSWERED.code() : Exit.FAILED.code();
  }

  private RecordedLine read(String line, int number) {
    try {
      return RecordedLine.of(Json.parse(line));
    } catch (IllegalArgumentException broken) {
      throw usage(
          "line %d of %s is no recorded case, a JSON object with 'definition' or 'definition_text'"
              .formatted(number, file));
    }
  }

  private void judge(RecordedLine recorded) {
    Optional<String> why = recorded.skipped();
    if (why.isPresent()) {
      skipped++;
      streams.out().println("%s\tskipped\t%s".formatted(recorded.name(), why.get()));
      return;
    }
    var mismatches = recorded.judge();
    mismatches.forEach(mismatch -> print(recorded.name(), mismatch));
    if (mismatches.isEmpty()) {
      passed++;
    } else {
      failed++;
    }
  }

  private void print(String name, Mismatch mismatch) {
    streams
        .out()
        .println(
            "%s\t%s\texpected %s\tgot %s"
                .formatted(name, mismatch.field(), mismatch.expected(), mismatch.got()));
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
