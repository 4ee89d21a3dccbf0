package dev.troupe.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.troupe.http.PluginJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Code of others in the real program: the example, and a kill in the middle of a function. */
class PluginIT {
  private static final Path EXAMPLE = Path.of("..", "examples", "plugin");

  /** Notes each call in a file, and waits in the second step until another file is there. */
  private static final String LEDGER =
      """
      package ledger;
      import dev.troupe.agents.function.FunctionCall;
      import dev.troupe.agents.function.Functions;
      import java.nio.file.*;
      public final class LedgerPlugin implements dev.troupe.agents.function.Plugin {
        public record Place(String folder) {}
        public String name() { return "ledger"; }
        public Functions functions() {
          return Functions.NONE
              .withCall("note", Place.class, (place, call) -> note("note", place, call))
              .withCall("hold", Place.class, (place, call) -> {
                Place noted = note("hold", place, call);
                while (!Files.exists(Path.of(place.folder(), "go"))) Thread.sleep(20);
                return noted;
              });
        }
        static Place note(String step, Place place, FunctionCall call) throws Exception {
          Files.writeString(Path.of(place.folder(), "ledger"), step + " " + call.idempotencyKey() + "\\n",
              StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          return place;
        }
      }
      """;

  private static final String TWO_STEPS =
      """
      {"QueryLanguage": "JSONata", "StartAt": "Note", "States": {
        "Note": {"Type": "Task", "Resource": "java:note",
          "Arguments": {"folder": "{% $states.input.goal %}"}, "Next": "Hold"},
        "Hold": {"Type": "Task", "Resource": "java:hold", "End": true}}}
      """;

  @TempDir private Path folder;

  private Program serve() {
    return Program.serve(
        folder.resolve("logs"),
        folder.resolve("data"),
        "--quiet",
        "--plugins",
        folder.resolve("plugins").toString());
  }

  private List<String> ledger() {
    try {
      var file = folder.resolve("ledger");
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_kill_in_a_function_repeats_that_step_alone_and_under_the_same_key() throws IOException {
    PluginJar.of("ledger.LedgerPlugin", LEDGER).write(folder.resolve("plugins/ledger.jar"));
    String id;
    try (var first = serve()) {
      var client = new Client(first.url());
      client.putWorkflow("two-steps", TWO_STEPS);
      id = client.submit(folder.toString(), "two-steps", "key");
      first.until(
          "the second step", () -> Optional.of(ledger()).filter(lines -> lines.size() == 2));
      first.kill();
    }
    Files.createFile(folder.resolve("go"));
    try (var second =
        Program.start(
            folder.resolve("logs"),
            "resume",
            "--data",
            folder.resolve("data").toString(),
            "--plugins",
            folder.resolve("plugins").toString())) {
      assertThat(second.await()).as(second.errors()).isZero();
    }
    var data = folder.resolve("data").toString();
    try (var kept = Program.start(folder.resolve("logs"), "export", "--task", id, "--data", data)) {
      assertThat(kept.await()).as(kept.errors()).isZero();
      assertThat(kept.output()).containsOnlyOnce("\"task-completed\"");
    }
    assertThat(ledger())
        .containsExactly("note " + id + ":1:1", "hold " + id + ":2:1", "hold " + id + ":2:1");
  }

  /** The jar as Maven built it, a module before this one. */
  @Test
  void the_example_runs_in_one_command() {
    assumeThat(EXAMPLE.resolve("target/survey.jar")).exists();
    try (var run =
        Program.start(
            folder.resolve("logs"),
            "run",
            "What does a cold start cost?",
            "--data",
            folder.resolve("data").toString(),
            "--plugins",
            EXAMPLE.resolve("target").toString(),
            "--workflow",
            EXAMPLE.resolve("survey.asl.yaml").toString())) {
      assertThat(run.await()).as(run.errors()).isZero();
      assertThat(run.output())
          .startsWith("# What does a cold start cost?")
          .contains("| Document | Claims |");
      assertThat(run.errors()).contains("archivist").contains("java:survey.tally");
    }
  }

  @Test
  void a_broken_jar_stops_the_start_with_its_name() throws IOException {
    Files.createDirectories(folder.resolve("plugins"));
    Files.writeString(folder.resolve("plugins/broken.jar"), "no jar");
    try (var serving = serve()) {
      assertThat(serving.await()).isEqualTo(2);
      assertThat(serving.errors()).contains("broken.jar cannot be read as a jar");
    }
  }
}
