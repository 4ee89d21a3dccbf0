package dev.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.troupe.cluster.NodeConfiguration;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.TaskEventView;
import dev.troupe.supervisor.TaskStatus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a model writes, on its way from its endpoint to watchers over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeltasIT {
  private static final int ROUND = 32 * 1024;

  private DictatedModel model;
  private Engine engine;
  private HttpServer server;
  private URI url;
  private int before;

  @BeforeAll
  void start(@TempDir Path folder) {
    model = new DictatedModel();
    var config =
        NodeConfiguration.load(
            ConfigFactory.parseString(
                    """
                    troupe.roles.novelist { instructions = "Write.", model = openai/m, base-url = "%s" }
                    troupe.models.retries { times = 2, first-pause = 10 ms }
                    troupe.http.port = 0
                    # What waits in sockets is not what this test is about.
                    pekko.http.server.socket-options.so-send-buffer-size = 8192
                    """
                        .formatted(model.url()))
                .withFallback(
                    ConfigFactory.parseMap(Map.of("troupe.store.directory", folder.toString()))),
            null);
    engine = Engine.start(config);
    server =
        result(
            HttpServer.bind(
                engine.system(),
                engine.api(),
                HttpSettings.of(engine.system().settings().config())));
    url = URI.create(server.url());
  }

  @BeforeEach
  void count() {
    before = model.calls();
  }

  @AfterAll
  void stop() {
    result(server.stop());
    engine.close();
    model.close();
  }

  private static <T> T result(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(40, TimeUnit.SECONDS).join();
  }

  private String submit() throws IOException, InterruptedException {
    var body =
        """
        {"goal": "g", "workflow": {"StartAt": "Write", "States": {"Write":
          {"Type": "Task", "Resource": "agent:novelist", "End": true}}}}
        """;
    try (var client = HttpClient.newHttpClient()) {
      var response =
          client.send(
              HttpRequest.newBuilder(url.resolve("/v1/tasks"))
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString(body))
                  .build(),
              BodyHandlers.ofString());
      assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
      return Json.parse(response.body()).path("id").asText();
    }
  }

  /** Its model is at it. */
  private String begun() throws IOException, InterruptedException {
    var id = submit();
    awaitCalls(1);
    return id;
  }

  private void awaitCalls(int count) {
    SseWatcher.awaitUntil(
        () -> model.calls() - before >= count,
        () -> "the model was not called " + count + " times");
  }

  private SseWatcher watcher(String id, String query) {
    return new SseWatcher(url, "/v1/tasks/" + id + "/events" + query);
  }

  private List<String> recorded(String id) {
    return result(engine.tasks().events(Call.TENANT, id, 0, 100)).orElseThrow().stream()
        .map(TaskEventView::type)
        .toList();
  }

  private TaskStatus ended(String id) {
    return result(engine.tasks().await(Call.TENANT, id, Duration.ofSeconds(30)))
        .orElseThrow()
        .status();
  }

  @Test
  void two_watchers_see_the_words_come_and_the_journal_does_not() throws Exception {
    var unwatched = begun();
    model.writes("Once upon a time");
    model.ends();
    assertThat(ended(unwatched)).isEqualTo(TaskStatus.COMPLETED);

    before = model.calls();
    var id = begun();
    try (var one = watcher(id, "?deltas=true").reading();
        var other = watcher(id, "?deltas=true").reading();
        var plain = watcher(id, "").reading()) {
      // A watcher comes some time into a call; what it is shown says where it stands.
      int written = 0;
      while (one.text().isEmpty() || other.text().isEmpty()) {
        assertThat(written).as("words until both watch").isLessThan(60);
        model.writes("word");
        written++;
        TimeUnit.MILLISECONDS.sleep(50);
      }
      model.writes("end");
      model.ends();
      var whole = "word".repeat(written) + "end";

      for (var watcher : List.of(one.awaitEnd(), other.awaitEnd())) {
        var from = watcher.frames("delta").getFirst().data().path("at").asInt();
        assertThat(watcher.text()).isEqualTo(whole.substring(from));
        var delta = watcher.frames("delta").getLast();
        assertThat(delta.id()).isEmpty();
        assertThat(delta.data().path("role").asText()).isEqualTo("novelist");
        assertThat(delta.data().path("kind").asText()).isEqualTo("text");
        assertThat(watcher.frames("reset")).isEmpty();
      }
      plain.awaitEnd();
      assertThat(plain.frames("delta")).isEmpty();
      assertThat(one.ids()).isEqualTo(plain.ids()).isEqualTo(other.ids());
    }
    assertThat(recorded(id)).isEqualTo(recorded(unwatched));
    assertThat(journal(id)).isEqualTo(journal(unwatched));
  }

  /** The supervisor's and the agent's. */
  private List<String> journal(String id) {
    return result(
        engine
            .tasks()
            .export(Call.TENANT, id)
            .map(stored -> stored.event().getClass().getSimpleName())
            .runWith(org.apache.pekko.stream.javadsl.Sink.seq(), engine.materializer()));
  }

  @Test
  void an_answer_that_breaks_off_is_taken_back_and_begins_anew() throws Exception {
    var id = begun();
    try (var watcher = watcher(id, "?deltas=true").reading()) {
      watcher.awaitFrame("step-assigned");
      while (watcher.text().isEmpty()) {
        model.writes("half");
        TimeUnit.MILLISECONDS.sleep(50);
      }
      model.breaksOff();
      watcher.awaitFrame("reset");
      model.writes("whole");
      model.ends();
      watcher.awaitEnd();

      var shown =
          watcher.frames().stream()
              .filter(frame -> frame.event().equals("delta") || frame.event().equals("reset"))
              .toList();
      var reset = shown.get(shown.size() - 2);
      assertThat(reset.event()).isEqualTo("reset");
      assertThat(reset.data().path("call")).isEqualTo(shown.getLast().data().path("call"));
      assertThat(shown.getLast().data().path("at").asInt(-1)).isZero();
      assertThat(shown.getLast().data().path("text").asText()).isEqualTo("whole");
    }
    assertThat(ended(id)).isEqualTo(TaskStatus.COMPLETED);
  }

  @Test
  void who_reads_too_slowly_is_told_so_and_holds_up_nobody() throws Exception {
    var id = begun();
    try (var slow = watcher(id, "?deltas=true");
        var fast = watcher(id, "?deltas=true").reading()) {
      while (fast.text().isEmpty()) {
        model.writes("w");
        TimeUnit.MILLISECONDS.sleep(50);
      }
      var seen = fast.text().length();
      for (int round = 0; round < 32; round++) {
        model.writes("x".repeat(ROUND));
        seen += ROUND;
        fast.awaitText(seen);
      }
      assertThat(fast.frames("notice")).isEmpty();
      model.breaksOff();
      fast.awaitFrame("reset");
      model.writes("done");
      model.ends();
      assertThat(ended(id)).isEqualTo(TaskStatus.COMPLETED);
      assertThat(fast.awaitEnd().text()).endsWith("xdone");

      slow.reading().awaitEnd();
      assertThat(slow.frames("notice")).hasSize(1);
      var told = slow.frames("notice").getFirst();
      assertThat(told.data().path("about").asText()).isEqualTo("deltas");
      assertThat(slow.text().length()).isLessThan(seen);
      var behind = slow.frames().subList(slow.frames().indexOf(told), slow.frames().size());
      assertThat(behind).extracting(SseWatcher.Frame::event).doesNotContain("delta", "reset");
      assertThat(slow.ids()).isEqualTo(fast.ids());
    }
  }
}
