package dev.troupe.http.cli;

import static dev.troupe.http.cli.Ran.troupe;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.troupe.persistence.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Evaluation on a whole engine: a workflow that tells a fixed brief, judged by rule and by model.
 */
class EvalIT {
  private static final String TELLING =
      """
      {"StartAt": "Tell", "States": {"Tell": {"Type": "Pass", "End": true, "Result": {
        "markdown": "A cold start takes 800 ms [1].",
        "citations": [{"number": 1, "document": "starts.md", "quote": "a cold start takes 800 ms"}]
      }}}}
      """;

  @TempDir Path folder;

  @Test
  void a_run_is_judged_and_compared_with_the_run_before() throws Exception {
    var good = cases("{\"id\":\"a\",\"goal\":\"Why?\",\"expect\":{\"facts\":[\"800 ms\"]}}");
    Ran first = eval(good, "--json");
    assertThat(first.exit()).as(first.err()).isZero();
    var report = Json.parse(first.out());
    assertThat(report.path("passed").asInt()).isEqualTo(1);
    assertThat(report.at("/cases/0/verdicts").findValuesAsText("judge"))
        .containsExactly("outcome", "citations", "facts");
    var before = Files.writeString(folder.resolve("before.json"), first.out());

    var bad = cases("{\"id\":\"a\",\"goal\":\"Why?\",\"expect\":{\"facts\":[\"900 ms\"]}}");
    Ran second = eval(bad, "--baseline", before.toString());

    assertThat(second.exit()).isEqualTo(1);
    assertThat(second.out().lines())
        .anyMatch(line -> line.matches("a +FAIL +1\\.00 +0\\.00 .*worse"))
        .contains("  facts: says nothing of \"900 ms\"")
        .contains("0 passed, 1 failed; against the baseline 0 better, 1 worse");
  }

  @Test
  void a_model_judges_what_it_is_asked() throws Exception {
    var cases = cases("{\"goal\":\"Why?\",\"expect\":{\"judge\":\"Is it polite?\"}}");
    Ran refused = eval(cases);
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("'case-1'", "--judge-model");

    try (var model = Model.answering("{\"approved\":false,\"why\":\"It greets nobody.\"}")) {
      var config = folder.resolve("models.conf");
      Files.writeString(
          config, "troupe.models.providers.stub.base-url = \"" + model.url() + "/v1\"");
      Ran judged = eval(cases, "--config", config.toString(), "--judge-model", "stub/judge");

      assertThat(judged.exit()).as(judged.err()).isEqualTo(1);
      assertThat(judged.out()).contains("  judge: It greets nobody.");
      assertThat(model.asked()).contains("Is it polite?", "A cold start takes 800 ms");
    }
  }

  @Test
  void a_task_that_fails_fails_its_case_with_its_error() throws Exception {
    var failing =
        Files.writeString(
            folder.resolve("failing.json"),
            "{\"StartAt\":\"F\",\"States\":{\"F\":{\"Type\":\"Fail\",\"Error\":\"Own\",\"Cause\":\"so\"}}}");
    Ran ran = eval(cases("{\"goal\":\"Why?\"}"), "--workflow", failing.toString());

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).contains("  end: the task failed: Own: so");
  }

  private Path cases(String... lines) throws IOException {
    return Files.write(folder.resolve("cases.jsonl"), List.of(lines));
  }

  private Ran eval(Path cases, String... more) throws IOException {
    var machine = Files.writeString(folder.resolve("tell.json"), TELLING);
    var command = new ArrayList<>(List.of("eval", cases.toString()));
    if (!List.of(more).contains("--workflow")) {
      command.addAll(List.of("--workflow", machine.toString()));
    }
    command.addAll(List.of("--data", folder.resolve("data").toString(), "--quiet"));
    command.addAll(List.of(more));
    return troupe(command.toArray(String[]::new));
  }

  /** An OpenAI-compatible endpoint with one answer to everything. */
  private record Model(HttpServer server, StringBuilder heard) implements AutoCloseable {

    static Model answering(String text) throws IOException {
      var server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
      var heard = new StringBuilder();
      var message = Map.of("role", "assistant", "content", text);
      var choice = Map.of("index", 0, "finish_reason", "stop", "message", message);
      var body =
          Json.write(
                  Map.of(
                      "id",
                      "c",
                      "object",
                      "chat.completion",
                      "created",
                      1,
                      "model",
                      "judge",
                      "choices",
                      List.of(choice)))
              .getBytes(StandardCharsets.UTF_8);
      server.createContext(
          "/",
          exchange -> {
            heard.append(
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            try (exchange) {
              exchange.getResponseHeaders().set("Content-Type", "application/json");
              exchange.sendResponseHeaders(200, body.length);
              exchange.getResponseBody().write(body);
            }
          });
      server.start();
      return new Model(server, heard);
    }

    String url() {
      return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    String asked() {
      return heard.toString();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
