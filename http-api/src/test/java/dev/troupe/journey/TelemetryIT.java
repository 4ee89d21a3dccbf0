package dev.troupe.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.telemetry.SpanPlace;
import dev.troupe.journey.OtlpReceiver.Received;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real program tells of its work, and that nothing depends on who listens. */
class TelemetryIT {
  private static final Duration LATENCY = Duration.ofMillis(400);
  private static final String QUESTION =
      "How should an agent keep its state between steps, and what does it cost?";

  @TempDir Path folder;

  private Path data() {
    return folder.resolve("data");
  }

  private Program run(Path config) {
    return Program.start(
        folder.resolve("logs"),
        "run",
        QUESTION,
        "--format",
        "json",
        "--data",
        data().toString(),
        "--config",
        config.toString());
  }

  private static List<Received> children(OtlpReceiver receiver, Received parent) {
    return receiver.spans().stream().filter(span -> span.parent().equals(parent.id())).toList();
  }

  private static Received root(OtlpReceiver receiver) {
    assertThat(receiver.named("invoke_workflow ")).hasSize(1);
    return receiver.named("invoke_workflow ").getFirst();
  }

  @Test
  void a_report_is_one_trace_of_its_steps_their_model_calls_and_searches() throws IOException {
    try (var receiver = OtlpReceiver.start();
        var run = run(receiver.config(folder.resolve("own.conf"), "troupe.log.format = json"))) {
      assertThat(run.await()).as(run.errors()).isZero();

      var root = root(receiver);
      assertThat(root.name()).isEqualTo("invoke_workflow report");
      assertThat(root.parent()).isEmpty();
      var task = root.attributes().get("troupe.task.id");
      assertThat(task).isNotNull();
      assertThat(root.trace())
          .isEqualTo(SpanPlace.ofRun("default", String.valueOf(task), 1).trace());
      assertThat(root.attributes())
          .containsEntry("troupe.status", "completed")
          .containsEntry("troupe.outcome", "answered");
      assertThat(receiver.spans()).extracting(Received::trace).containsOnly(root.trace());
      assertThat(receiver.spans()).extracting(Received::id).doesNotHaveDuplicates();
      assertThat(children(receiver, root))
          .extracting(Received::name)
          .containsExactlyInAnyOrder(
              "invoke_agent planner",
              "invoke_agent researcher",
              "invoke_agent researcher",
              "invoke_agent writer",
              "invoke_agent reviewer");
      for (var agent : receiver.named("invoke_agent ")) {
        assertThat(children(receiver, agent))
            .extracting(Received::name)
            .containsExactlyInAnyOrder(
                agent.name().endsWith("researcher")
                    ? new String[] {"retrieval", "chat offline"}
                    : new String[] {"chat offline"});
      }
      assertThat(receiver.spans()).noneMatch(span -> span.attributes().toString().contains("keep"));
      assertThat(receiver.metrics())
          .contains("gen_ai.client.operation.duration", "troupe.task.duration");
      assertThat(receiver.authorizations()).containsExactly("Bearer t-1");
    }
  }

  @Test
  void a_killed_task_goes_on_in_its_trace_and_no_recorded_call_is_told_twice() {
    try (var receiver = OtlpReceiver.start();
        var models = ModelEndpoint.start(LATENCY)) {
      var config = receiver.config(folder.resolve("own.conf"));
      String id;
      try (var first = serve(models, config)) {
        var client = new Client(first.url());
        id = client.submit("Work.", "bench", "1");
        first.until(
            "the first step's end",
            () ->
                client.events(id).stream()
                    .filter(event -> event.path("type").asText().equals("step-returned"))
                    .findFirst());
        first.until(
            "the first step's span", () -> receiver.named("invoke_agent ").stream().findFirst());
        first.kill();
      }
      try (var second = serve(models, config)) {
        assertThat(new Client(second.url()).await(id).path("status").textValue())
            .isEqualTo("completed");
        second.until(
            "the task's span", () -> receiver.named("invoke_workflow ").stream().findFirst());
      }
      var root = root(receiver);
      assertThat(receiver.spans()).extracting(Received::trace).containsOnly(root.trace());
      // A supervisor that had to begin again for another reason says so as well.
      assertThat(receiver.named("resume "))
          .hasSizeBetween(1, 3)
          .allSatisfy(resumed -> {
            assertThat(resumed.parent()).isEqualTo(root.id());
            assertThat(resumed.links()).containsExactly(root.trace() + "-" + root.id());
          });
      assertThat(receiver.named("invoke_agent "))
          .hasSize(3)
          .allSatisfy(agent -> {
            assertThat(agent.parent()).isEqualTo(root.id());
            assertThat(children(receiver, agent)).extracting(Received::name).hasSize(1);
          });
    }
  }

  private Program serve(ModelEndpoint models, Path config) {
    return Program.serve(
        folder.resolve("logs"),
        data(),
        "--model-url",
        models.url().toString(),
        "--config",
        config.toString(),
        "--quiet");
  }

  @Test
  void without_a_receiver_the_task_completes_and_the_log_says_so_once() throws IOException {
    int nobody;
    try (var socket = new ServerSocket(0)) {
      nobody = socket.getLocalPort();
    }
    var config =
        Files.writeString(
            folder.resolve("own.conf"),
            "troupe.telemetry { endpoint = \"http://127.0.0.1:%d\", spans-every = 50ms, timeout = 1s }"
                .formatted(nobody));
    try (var run = run(config)) {
      assertThat(run.await()).as(run.errors()).isZero();
      assertThat(run.output()).contains("answered");
      assertThat(log().lines().filter(line -> line.contains("elemetry"))).hasSize(1);
      assertThat(log()).contains("WARN", "Telemetry does not arrive at http://127.0.0.1:" + nobody);
    }
  }

  private String log() throws IOException {
    return Files.readString(data().resolve("logs").resolve("troupe.log"));
  }

  @Test
  void where_nobody_is_told_no_class_of_the_sdk_is_loaded() throws Exception {
    var app = Program.root().resolve("http-api/target/app");
    var classes = folder.resolve("classes.log");
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + app.resolve("jvm.options"),
                "-Xlog:class+load=info:file=" + classes,
                "-cp",
                app.resolve("lib") + "/*",
                "dev.troupe.http.Main",
                "run",
                QUESTION,
                "--data",
                data().toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("out"))).isZero();
    assertThat(loaded(classes, "dev.troupe.http.telemetry.TelemetrySettings ")).isPresent();
    assertThat(loaded(classes, "io.opentelemetry.")).isEmpty();
  }

  private static Optional<String> loaded(Path classes, String name) throws IOException {
    try (var lines = Files.lines(classes)) {
      return lines.filter(line -> line.contains(name)).findFirst();
    }
  }
}
