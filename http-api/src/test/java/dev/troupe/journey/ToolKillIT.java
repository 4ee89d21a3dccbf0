package dev.troupe.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.http.PluginJar;
import dev.troupe.persistence.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kill in the middle of a tool that changes something, by a step and by an agent. */
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
          return Tools.NONE
              .withChange("charge", "Charges.", Book.class, BankPlugin::charge, BankPlugin::charged)
              .withChange("charge_blindly", "Charges.", Book.class, BankPlugin::charge);
        }
        static Path file(Book book) { return Path.of(book.folder(), "ledger"); }
        static Booked charge(Book book, ToolCall call) throws Exception {
          Files.writeString(file(book), call.idempotencyKey() + "\\n",
              StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          new java.util.concurrent.CountDownLatch(1).await(); // Until its process is killed.
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

  private static final String ONE_AGENT =
      """
      {"QueryLanguage": "JSONata", "StartAt": "Charge", "States": {
        "Charge": {"Type": "Task", "Resource": "agent:clerk", "Arguments": "Charge it.", "End": true}}}
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

  /** Submits, and kills in the middle of the charge. */
  private String killed(String workflow, String... options) throws IOException {
    PluginJar.of("bank.BankPlugin", BANK).write(folder.resolve("plugins/bank.jar"));
    var all = new ArrayList<>(List.of("--quiet", "--plugins", place("plugins")));
    all.addAll(List.of(options));
    try (var first =
        Program.serve(folder.resolve("logs"), folder.resolve("data"), all.toArray(String[]::new))) {
      var client = new Client(first.url());
      client.putWorkflow("one-step", workflow);
      var id = client.submit(folder.toString(), "one-step", "key");
      first.until("the booking", () -> Optional.of(ledger()).filter(lines -> !lines.isEmpty()));
      first.kill();
      return id;
    }
  }

  private String config(AskingModel model, String tool) throws IOException {
    var file = folder.resolve("clerk.conf");
    Files.writeString(
        file,
        """
        troupe.models.providers.lab { kind = openai, base-url = "%s" }
        troupe.roles.clerk { instructions = Work., model = lab/m-1, tools = [%s] }
        """
            .formatted(model.url(), tool));
    return file.toString();
  }

  private AskingModel asking(String tool) {
    return AskingModel.of(tool, Json.MAPPER.createObjectNode().put("folder", folder.toString()));
  }

  private String exported(String id) {
    try (var kept = start("export", "--task", id)) {
      assertThat(kept.await()).as(kept.errors()).isZero();
      return kept.output();
    }
  }

  @Test
  void a_step_that_was_done_before_the_kill_is_not_done_again() throws IOException {
    var id = killed(ONE_STEP);
    try (var second = start("resume", "--plugins", place("plugins"))) {
      assertThat(second.await()).as(second.errors()).isZero();
    }
    assertThat(exported(id))
        .containsOnlyOnce("\"task-completed\"")
        .contains("{\"key\":\"" + id + ":1:1\"}");
    assertThat(ledger()).containsExactly(id + ":1:1");
  }

  @Test
  void what_an_agents_tool_did_before_the_kill_is_looked_up_and_the_model_told()
      throws IOException {
    try (var model = asking("charge")) {
      var config = config(model, "charge");
      var id = killed(ONE_AGENT, "--config", config);
      try (var second = start("resume", "--plugins", place("plugins"), "--config", config)) {
        assertThat(second.await()).as(second.errors()).isZero();
      }
      assertThat(exported(id))
          .containsOnlyOnce("\"task-completed\"")
          .containsOnlyOnce("\"tool-started\"")
          .containsOnlyOnce("\"tool-returned\"");
      assertThat(ledger()).containsExactly(id + ":1:1.1");
      assertThat(model.asked()).as("once before the kill, once with the result").hasSize(2);
      assertThat(model.asked().getLast().toString()).contains(id + ":1:1.1");
    }
  }

  @Test
  void what_an_agents_tool_may_have_done_before_the_kill_is_put_before_a_person()
      throws IOException {
    try (var model = asking("charge_blindly")) {
      var config = config(model, "charge_blindly");
      var id = killed(ONE_AGENT, "--config", config);
      try (var second = start("resume", "--plugins", place("plugins"), "--config", config)) {
        assertThat(second.await()).as(second.errors()).isEqualTo(1);
      }
      assertThat(exported(id))
          .containsOnlyOnce("\"task-failed\"")
          .contains("Tool.OutcomeUnknown", "charge_blindly");
      assertThat(ledger()).containsExactly(id + ":1:1.1");
      assertThat(model.asked()).hasSize(1);
    }
  }
}
