package dev.troupe.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.faults.Evidence.Answered;
import dev.troupe.faults.Network.Host;
import dev.troupe.journey.Client;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The scripted model server on a host of its own, and its ledger. */
final class ModelsOnHost implements AutoCloseable {
  private static final int PORT = 8000;
  private static final long LATENCY_MILLIS = 300;
  private static final Duration STARTS_WITHIN = Duration.ofMinutes(2);

  private final Host host;
  private final Path ledger;
  private final HostedProcess process;
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * Begins to start.
   *
   * @param folder of the run
   */
  ModelsOnHost(Host host, Path folder) {
    this.host = host;
    this.ledger = folder.resolve("ledger.jsonl");
    this.process =
        HostedProcess.start(
            host.run(
                HostedProcess.java(
                    ScriptedModels.class,
                    host.address(),
                    Integer.toString(PORT),
                    ledger.toString(),
                    Long.toString(LATENCY_MILLIS))),
            Map.of(),
            folder.resolve("models.log"));
  }

  void awaitStart() {
    process.awaitLine("listening", STARTS_WITHIN);
  }

  Host host() {
    return host;
  }

  URI url() {
    return URI.create("http://%s:%d".formatted(host.address(), PORT));
  }

  /**
   * From now on.
   *
   * @param kind as {@link ScriptedModels} names it
   */
  void fail(String kind) {
    var request =
        HttpRequest.newBuilder(url().resolve("/fault/" + kind))
            .POST(BodyPublishers.noBody())
            .build();
    try {
      var status = http.send(request, BodyHandlers.discarding()).statusCode();
      if (status != 204) {
        throw new AssertionError("the models were to fail, and answered " + status);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What it has answered, by its own account. */
  List<Answered> answered() {
    try {
      return Files.readAllLines(ledger).stream()
          .map(Client::json)
          .map(ModelsOnHost::answered)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Answered answered(JsonNode line) {
    var key = line.path("key").asText();
    return new Answered(
        key,
        key.substring(0, Math.max(0, key.indexOf(':'))),
        Instant.parse(line.path("at").asText()));
  }

  @Override
  public void close() {
    process.close();
    http.shutdownNow();
  }
}
