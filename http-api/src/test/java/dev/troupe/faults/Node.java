package dev.troupe.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.troupe.faults.Network.Host;
import dev.troupe.journey.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A node on its host, with a service manager: whenever it has ended and is wanted, it is started
 * again.
 */
final class Node implements AutoCloseable {
  static final int HTTP_PORT = 8080;
  static final int REMOTE_PORT = 17355;
  private static final Duration LOOKED_AT_EVERY = Duration.ofSeconds(1);
  private static final Duration RESTARTS_WITHIN = Duration.ofMinutes(2);
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Host host;
  private final Path folder;
  private final Build build;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final ScheduledExecutorService manager =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private @Nullable HostedProcess process;
  private boolean isWanted;
  private int starts;

  Node(Host host, Path folder, Build build) {
    this.host = host;
    this.folder = folder;
    this.build = build;
  }

  Host host() {
    return host;
  }

  URI url() {
    return URI.create("http://%s:%d".formatted(host.address(), HTTP_PORT));
  }

  Path file() {
    return folder.resolve(host.name() + ".conf");
  }

  void configure(String settings) {
    try {
      Files.writeString(file(), settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Wanted from now on. */
  synchronized void start() {
    isWanted = true;
    launch();
    var _ =
        manager.scheduleWithFixedDelay(
            this::look,
            LOOKED_AT_EVERY.toMillis(),
            LOOKED_AT_EVERY.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private synchronized void look() {
    if (isWanted && (process == null || !process.isAlive())) {
      launch();
    }
  }

  private void launch() {
    starts++;
    process =
        HostedProcess.start(
            build.serve(host, file(), folder.resolve(host.name())),
            Map.of("TROUPE_NO_BUILD", "1"),
            folder.resolve(host.name() + "-" + starts + ".log"));
  }

  /** How often it was started. */
  synchronized int starts() {
    return starts;
  }

  /** Sends a signal to its process as it is now. */
  synchronized void signal(String name) {
    if (process != null) {
      process.signal(name);
    }
  }

  /** Until its service manager has started it again. */
  void awaitRestart(int startsBefore) {
    var end = Instant.now().plus(RESTARTS_WITHIN);
    while (starts() <= startsBefore) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError(host.name() + " was told to end and has not");
      }
      Program.pause();
    }
  }

  /** Whether its process is to be there. */
  synchronized void want(boolean wanted) {
    isWanted = wanted;
  }

  synchronized boolean isWanted() {
    return isWanted;
  }

  synchronized boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Members that it sees up and reachable; 0 if it does not answer. */
  int membersUp() {
    var up = 0;
    for (var member : ask("/v1/cluster").path("members")) {
      if (member.path("status").asText().equals("up") && member.path("reachable").asBoolean()) {
        up++;
      } else {
        return 0;
      }
    }
    return up;
  }

  /** Its answer; an empty document if there is none. */
  JsonNode ask(String path) {
    var request = HttpRequest.newBuilder(url().resolve(path)).timeout(ANSWERS_WITHIN).build();
    try {
      return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
    } catch (IOException notNow) {
      return JSON.createObjectNode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return JSON.createObjectNode();
    }
  }

  @Override
  public void close() {
    manager.shutdownNow();
    synchronized (this) {
      isWanted = false;
      if (process != null) {
        if (process.isAlive()) {
          process.signal("CONT");
        }
        process.close();
      }
    }
    http.shutdownNow();
  }
}
