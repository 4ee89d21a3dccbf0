package dev.troupe.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.http.PluginJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kill in the middle of a tool that changes something, in the real program. */
class ToolKillIT {

  /** Books in a file, and then hangs; asked afterwards, it looks there. */
  private static final String BANK =
      """
      package bank;
      import dev.troupe.agents.tool.ToolCall;
      import dev.troupe.agents.tool.Tools;
      import java.nio.file.*;
      import java.util.Optional;
      public final class BankPlugin implements dev.troupe.agents.function.Plugin {
        public record Book(String folder) {}
        public record Booked(String key) {}
        public String name() { return "bank"; }
        public Tools tools() {
          return Tools.NONE.withChange(
              "charge", "Charges.", Book.class, BankPlugin::charge, BankPlugin::charged);
        }
        static Path file(Book book) { return Path.of(book.folder(), "ledger"); }
        static Booked charge(Book book, ToolCall call) throws Exception {
          Files.writeString(file(book), call.idempotencyKey() + "\\n",
              StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          Thread.sleep(Long.MAX_VALUE);
          return null;
        }
        static Optional<Booked> charged(Book book, ToolCall call) throws Exception {
          return Files.exists(file(book)) && Files.readAllLines(file(book)).contains(call.idempotencyKey())
              ? Optional.of(new Booked(call.idempotencyKey()))
              : Optional.empty();
        }
      }
      """;

  private static final String ONE_STEP =
      """
      {"QueryLanguage": "JSONata", "StartAt": "Charge", "States": {
        "Charge": {"Type": "Task", "Resource": "tool:charge",
          "Arguments": {"folder": "{% $states.input.goal %}"}, "End": true}}}
      """;

  @TempDir private Path folder;

  private List<String> ledger() {
    try {
      var file = folder.resolve("ledger");
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Program start(String command, String... more) {
    var all = new ArrayList<>(List.of(command, "--data", place("data")));
    all.addAll(List.of(more));
    return Program.start(folder.resolve("logs"), all.toArray(String[]::new));
  }

  private String place(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void a_change_that_was_made_before_the_kill_is_not_made_again() {
    PluginJar.of("bank.BankPlugin", BANK).write(folder.resolve("plugins/bank.jar"));
    String id;
    try (var first =
        Program.serve(
            folder.resolve("logs"),
            folder.resolve("data"),
            "--quiet",
            "--plugins",
            place("plugins"))) {
      var client = new Client(first.url());
      client.putWorkflow("one-step", ONE_STEP);
      id = client.submit(folder.toString(), "one-step", "key");
      first.until("the booking", () -> Optional.of(ledger()).filter(lines -> !lines.isEmpty()));
      first.kill();
    }
    try (var second = start("resume", "--plugins", place("plugins"))) {
      assertThat(second.await()).as(second.errors()).isZero();
    }
    try (var kept = start("export", "--task", id)) {
      assertThat(kept.await()).as(kept.errors()).isZero();
      assertThat(kept.output())
          .containsOnlyOnce("\"task-completed\"")
          .contains("{\"key\":\"" + id + ":1:1\"}");
    }
    assertThat(ledger()).containsExactly(id + ":1:1");
  }
}
