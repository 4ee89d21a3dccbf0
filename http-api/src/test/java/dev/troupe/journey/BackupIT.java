package dev.troupe.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** {@code export} and {@code import} of the real program: from one kind of store to the other. */
class BackupIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration LATENCY = Duration.ofMillis(400);
  private static final int COPIES = 500;

  private static final String TIMER =
      "{'StartAt':'Wait','States':{'Wait':{'Type':'Wait','Seconds':2,'End':true}}}";
  private static final String QUESTION =
      """
      {'QueryLanguage':'JSONata','StartAt':'Ask','States':{'Ask':{'Type':'Task','End':true,
        'Resource':'human:approval','Arguments':{'question':'Pay?','expiresInSeconds':3000}}}}
      """;
  private static final String PASS =
      "{'StartAt':'Pass','States':{'Pass':{'Type':'Pass','End':true}}}";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  private static JsonNode json(String withSingleQuotes) {
    return Client.json(withSingleQuotes.replace('\'', '"'));
  }

  private Program ended(String... arguments) {
    var program = Program.start(folder.resolve("logs"), arguments);
    program.until(
        "the end of " + List.of(arguments),
        PATIENCE,
        () -> program.alive() ? Optional.empty() : Optional.of(true));
    return program;
  }

  private void succeeds(String... arguments) {
    try (var program = ended(arguments)) {
      assertThat(program.await()).as(program.errors()).isZero();
    }
  }

  private void fails(int exit, String why, String... arguments) {
    try (var program = ended(arguments)) {
      assertThat(program.await()).as(program.errors()).isEqualTo(exit);
      assertThat(program.errors()).contains(why);
    }
  }

  private Program serve(Path data, Path config) {
    return Program.serve(folder.resolve("logs"), data, "--config", config.toString(), "--quiet");
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  /** The lines between the first and the last, without what is each store's own. */
  private static List<JsonNode> content(String file) throws IOException {
    var lines = Files.readAllLines(Path.of(file));
    var content = new ArrayList<JsonNode>();
    for (var line : lines.subList(1, lines.size() - 1)) {
      var node = (ObjectNode) Client.json(line);
      if (node.has("writeId")) {
        node.remove(List.of("writeId", "at"));
      }
      content.add(node);
    }
    return content;
  }

  @Test
  void everything_goes_from_the_embedded_store_to_cassandra_and_back_and_goes_on_there()
      throws IOException {
    try (var models = ModelEndpoint.start(LATENCY);
        var cassandra = TrialCassandra.start(folder.resolve("cassandra"))) {
      var own = models.config(folder.resolve("models.conf"));
      var onCassandra = cassandra.config(folder.resolve("cassandra.conf"), own);
      String done;
      String brief;
      String question;
      String timer;
      String underWay;
      JsonNode transcripts;
      try (var first = serve(folder.resolve("data"), own)) {
        var client = new Client(first.url());
        done = client.submit("Work.", "bench", "done");
        brief = client.submit("What does it cost to keep state?", "report", "brief");
        assertThat(client.await(done).path("status").textValue()).isEqualTo("completed");
        assertThat(client.await(brief).path("status").textValue()).isEqualTo("completed");
        transcripts = client.get("/v1/tasks/" + brief + "/transcripts");
        question = client.submit("Pay?", json(QUESTION));
        client.question(first, question);
        timer = client.submit("Wait.", json(TIMER));
        underWay = client.submit("Work.", "bench", "underWay");
        first.until(
            "a step that is recorded",
            () ->
                Optional.of(client.eventTypes(underWay))
                    .filter(types -> types.contains("step-returned")));
        first.kill();
      }
      succeeds(
          "export", "--all", "--out", at("a"), "--data", at("data"), "--config", own.toString());

      succeeds("schema", "apply", "--config", onCassandra.toString());
      String[] into = {"import", at("a"), "--config", onCassandra.toString(), "--data", at("node")};
      succeeds(into);
      fails(2, "the store is not empty, it has the journal ", into);

      succeeds(
          "export",
          "--all",
          "--out",
          at("b"),
          "--data",
          at("node"),
          "--config",
          onCassandra.toString());
      assertThat(content(at("b"))).isEqualTo(content(at("a")));
      succeeds("import", at("b"), "--data", at("back"));
      succeeds(
          "export", "--all", "--out", at("c"), "--data", at("back"), "--config", own.toString());
      assertThat(content(at("c"))).isEqualTo(content(at("a")));

      try (var second = serve(folder.resolve("node"), onCassandra)) {
        var client = new Client(second.url());
        var decision = json("{'decision':'approve'}");
        var decided = client.post("/v1/approvals/" + question + ".1.1", decision);
        assertThat(decided.statusCode()).as(decided.body()).isEqualTo(200);
        for (var task : List.of(done, brief, question, timer, underWay)) {
          assertThat(client.await(task).path("status").textValue()).isEqualTo("completed");
          assertThat(new History(client.export(task)).faults()).isEmpty();
        }
        assertThat(client.get("/v1/tasks/" + brief + "/transcripts")).isEqualTo(transcripts);
        assertThat(client.submit("Work.", "bench", "done")).isEqualTo(done);
        // What was recorded is not asked again; what was under way at the kill may be.
        assertThat(answered(models, underWay)).containsOnlyOnce("researcher");
        var listed =
            second.until(
                "all in the list",
                () ->
                    Optional.of(client.get("/v1/tasks?status=completed").path("tasks"))
                        .filter(tasks -> tasks.size() == 5));
        assertThat(listed.findValuesAsText("id"))
            .containsExactlyInAnyOrder(done, brief, question, timer, underWay);
      }
    }
  }

  /** The roles whose answers to a task's calls went out. */
  private static List<String> answered(ModelEndpoint models, String task) {
    return models.ledger().stream()
        .filter(call -> call.task().equals(task) && call.answered())
        .map(ModelEndpoint.Call::role)
        .toList();
  }

  @Test
  void an_import_that_is_killed_says_so_and_goes_on_and_a_file_that_was_cut_is_refused()
      throws IOException {
    String id;
    try (var server = Program.serve(folder.resolve("logs"), folder.resolve("data"), "--quiet")) {
      var client = new Client(server.url());
      id = client.submit("Pass.", json(PASS));
      client.await(id);
      succeeds("export", "--task", id, "--out", at("one"), "--url", server.url().toString());
    }
    var lines = Files.readAllLines(folder.resolve("one"));
    Files.write(folder.resolve("cut"), lines.subList(0, lines.size() - 1));
    fails(2, "it was cut off", "import", at("cut"), "--data", at("target"));
    CopiedArchive.write(folder.resolve("many"), lines, id, COPIES);

    try (var killed =
        Program.start(folder.resolve("logs"), "import", at("many"), "--data", at("target"))) {
      killed.until(
          "the begin",
          PATIENCE,
          () -> Optional.of(killed.errors()).filter(text -> text.contains("is being imported")));
      killed.kill();
    }
    fails(1, "Run `troupe import " + at("many") + "` again", "serve", "--data", at("target"));
    fails(2, "an import of another file", "import", at("one"), "--data", at("target"));
    succeeds("import", at("many"), "--data", at("target"));

    succeeds("export", "--all", "--out", at("again"), "--data", at("target"));
    var events = content(at("again")).stream().filter(line -> line.has("event")).toList();
    var each = content(at("one")).stream().filter(line -> line.has("event")).count();
    assertThat(events).hasSize((int) (COPIES * each)).doesNotHaveDuplicates();
  }
}
