package dev.troupe.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.troupe.journey.Client;
import dev.troupe.journey.Program;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Some tasks a second, from a client as it should be: each submission has a key, and is repeated at
 * the next node until one says that it is durable.
 */
final class SteadyLoad implements AutoCloseable {
  /** A client that is refused does not ask at once again. */
  private static final Duration BEFORE_THE_NEXT_NODE = Duration.ofMillis(500);

  private static final Duration REPEATED_FOR = Duration.ofMinutes(5);

  /** A node that has just started answers late on a machine of two cores. */
  static final Duration ANSWERED_WITHIN = Duration.ofSeconds(30);

  private final List<URI> nodes;
  private final IntFunction<String> workflow;
  private final Consumer<Accepted> heard;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger submitted = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger repeated = new AtomicInteger();
  private final List<Accepted> accepted = new CopyOnWriteArrayList<>();
  private final List<String> failed = new CopyOnWriteArrayList<>();

  /** A submission that was acknowledged as durable. */
  record Accepted(String key, String task, String workflow) {}

  private SteadyLoad(List<URI> nodes, IntFunction<String> workflow, Consumer<Accepted> heard) {
    this.nodes = nodes;
    this.workflow = workflow;
    this.heard = heard;
  }

  /**
   * Begins at once.
   *
   * @param every time between two submissions, whatever became of those before
   * @param workflow of the submission with this number, from 1
   * @param heard is told of each that was accepted, on a thread of its own
   */
  static SteadyLoad on(
      List<URI> nodes, Duration every, IntFunction<String> workflow, Consumer<Accepted> heard) {
    var load = new SteadyLoad(nodes, workflow, heard);
    var _ =
        load.clock.scheduleAtFixedRate(load::submitOne, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    return load;
  }

  private static String key(int number) {
    return "steady-" + number;
  }

  private void submitOne() {
    var number = submitted.incrementAndGet();
    open.incrementAndGet();
    Thread.startVirtualThread(() -> submit(number));
  }

  private void submit(int number) {
    var end = Instant.now().plus(REPEATED_FOR);
    var answers = new ArrayList<String>();
    try {
      for (var attempt = 0; Instant.now().isBefore(end); attempt++) {
        var answer = ask(nodes.get((number + attempt) % nodes.size()), number);
        if (answer.path("id").isTextual()) {
          var task =
              new Accepted(key(number), answer.path("id").textValue(), workflow.apply(number));
          accepted.add(task);
          heard.accept(task);
          return;
        }
        answers.add(answer.toString());
        repeated.incrementAndGet();
        Pauses.of(BEFORE_THE_NEXT_NODE);
      }
      failed.add("submission %d: %s".formatted(number, answers));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.decrementAndGet();
    }
  }

  private JsonNode ask(URI node, int number) throws InterruptedException {
    var body =
        "{\"goal\":\"Work %d.\",\"workflow\":\"%s\"}".formatted(number, workflow.apply(number));
    var request =
        HttpRequest.newBuilder(node.resolve("/v1/tasks"))
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key(number))
            .POST(BodyPublishers.ofString(body))
            .build();
    // A time-out of the request alone would end with the answer's head.
    var answer = http.sendAsync(request, BodyHandlers.ofString());
    try {
      return Client.json(answer.get(ANSWERED_WITHIN.toMillis(), TimeUnit.MILLISECONDS).body());
    } catch (ExecutionException | TimeoutException e) {
      answer.cancel(true);
      return JsonNodeFactory.instance.objectNode().put("failed", e.toString());
    }
  }

  /** Waits until so many more were accepted. */
  void awaitMore(int count) {
    var wanted = accepted.size() + count;
    var end = Instant.now().plus(REPEATED_FOR);
    while (accepted.size() < wanted) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("only %d of %d: %s".formatted(accepted.size(), wanted, failed));
      }
      Program.pause();
    }
  }

  /** What was accepted so far. */
  List<Accepted> accepted() {
    return List.copyOf(accepted);
  }

  /** What was accepted, once nothing is on its way. */
  List<Accepted> stop() {
    clock.shutdownNow();
    var end = Instant.now().plus(REPEATED_FOR);
    while (open.get() > 0) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError(open.get() + " submissions have no answer: " + failed);
      }
      Program.pause();
    }
    if (accepted.size() + failed.size() != submitted.get()) {
      throw new AssertionError(
          "of %d submissions %d were accepted and %d failed"
              .formatted(submitted.get(), accepted.size(), failed.size()));
    }
    return accepted();
  }

  List<String> failed() {
    return List.copyOf(failed);
  }

  int repeated() {
    return repeated.get();
  }

  @Override
  public void close() {
    clock.shutdownNow();
    http.shutdownNow();
  }
}
