package dev.troupe.http.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Json;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Tasks in a closed loop: so many clients, each submitting its next task when its last has ended.
 */
final class Load {
  private static final String BODY = "{\"goal\":\"durable agents\",\"workflow\":\"bench\"}";
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final URI server;
  private final Queue<Long> latencies = new ConcurrentLinkedQueue<>();
  private final Queue<String> ids = new ConcurrentLinkedQueue<>();
  private final AtomicInteger errors = new AtomicInteger();
  private final AtomicInteger left = new AtomicInteger();
  private volatile @Nullable String firstError;

  Load(URI server) {
    this.server = server;
  }

  /** Ended tasks' latencies in nanoseconds, sorted; their ids; and how long it all took. */
  record Outcome(
      List<Long> latencies,
      List<String> ids,
      int errors,
      @Nullable String firstError,
      Duration time) {}

  /** Submits for a time, then waits for what is in flight. */
  Outcome runFor(Duration time, int clients) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            Thread.sleep(time);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          left.set(0);
        });
    return run(Integer.MAX_VALUE, clients);
  }

  Outcome run(int tasks, int clients) {
    left.set(tasks);
    var done = new CountDownLatch(clients);
    long start = System.nanoTime();
    for (int client = 0; client < clients; client++) {
      Thread.ofVirtual().start(() -> client(done));
    }
    await(done);
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    return new Outcome(
        latencies.stream().sorted().toList(), new ArrayList<>(ids), errors.get(), firstError, time);
  }

  private void client(CountDownLatch done) {
    HttpConnection connection = null;
    try {
      while (left.getAndDecrement() > 0) {
        try {
          connection = connection == null ? new HttpConnection(server) : connection;
          task(connection);
        } catch (IOException | RuntimeException e) {
          failed(e.toString());
          if (connection != null) {
            connection.close();
          }
          connection = null;
        }
      }
    } finally {
      if (connection != null) {
        connection.close();
      }
      done.countDown();
    }
  }

  private void task(HttpConnection connection) throws IOException {
    long start = System.nanoTime();
    HttpConnection.Answer accepted = connection.post("/v1/tasks", BODY);
    if (accepted.status() != 202) {
      failed("POST /v1/tasks: " + accepted.status() + " " + accepted.body());
      return;
    }
    String id = Json.parse(accepted.body()).path("id").asText();
    while (System.nanoTime() - start < PATIENCE_NANOS) {
      JsonNode task = Json.parse(connection.get("/v1/tasks/" + id + "?wait=60s").body());
      String status = task.path("status").asText();
      if (status.equals("completed")) {
        latencies.add(System.nanoTime() - start);
        ids.add(id);
        return;
      }
      if (!status.equals("running")) {
        failed("task " + id + ": " + status + " " + task.path("error"));
        return;
      }
    }
    failed("task " + id + " did not end within five minutes");
  }

  private void failed(String what) {
    errors.incrementAndGet();
    if (firstError == null) {
      firstError = what;
    }
  }

  private static void await(CountDownLatch done) {
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
