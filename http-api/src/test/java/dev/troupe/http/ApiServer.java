package dev.troupe.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.model.budget.BudgetMeter;
import dev.troupe.agents.model.limits.GatewayMetrics;
import dev.troupe.cluster.ClusterView;
import dev.troupe.persistence.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.Materializer;

/** The API on a free port over fake tasks, and a client of it. */
public final class ApiServer implements AutoCloseable {
  public final FakeTasks tasks = new FakeTasks();
  public final FakeKnowledge knowledge = new FakeKnowledge();
  public final URI url;
  volatile boolean ready = true;
  volatile List<GatewayMetrics.Load> loads = List.of();
  private final ActorTestKit kit = ActorTestKit.create();
  private final HttpServer server;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public ApiServer() {
    try {
      HttpSettings settings =
          HttpSettings.of(
              ConfigFactory.parseString("troupe.http { port = 0, keep-alive = 50ms }")
                  .withFallback(ConfigFactory.load()));
      Materializer materializer = Materializer.createMaterializer(kit.system());
      Api api =
          Api.of(
              tasks,
              knowledge,
              this::readiness,
              () -> ClusterView.of(kit.system()),
              () -> loads,
              new BudgetMeter(),
              settings,
              materializer);
      server =
          HttpServer.bind(kit.system(), api, settings)
              .toCompletableFuture()
              .get(10, TimeUnit.SECONDS);
      url = URI.create(server.url());
    } catch (Exception e) {
      throw new AssertionError("the server did not start", e);
    }
  }

  private CompletionStage<Void> readiness() {
    return ready
        ? CompletableFuture.completedStage(null)
        : CompletableFuture.failedStage(new IllegalStateException("no room on the disk"));
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(url.resolve(path));
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  public CompletableFuture<HttpResponse<String>> sendAsync(String path) {
    return http.sendAsync(request(path).build(), BodyHandlers.ofString());
  }

  public HttpResponse<String> get(String path) {
    return send(request(path));
  }

  public HttpResponse<String> post(String path, String body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  /** A fresh running task's id. */
  public String submit(String goal) {
    String body = EdgeJson.object().put("goal", goal).toString();
    return json(post("/v1/tasks", body)).path("id").asText();
  }

  public static JsonNode json(HttpResponse<String> response) {
    return Json.parse(response.body());
  }

  @Override
  public void close() {
    server.stop().toCompletableFuture().join();
    kit.shutdownTestKit();
  }
}
