package dev.troupe.http.bench;

import dev.troupe.persistence.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** Three-step tasks through the real HTTP API of a real node, and what they cost it. */
public final class Benchmark {
  private static final int SAMPLE = 20;
  private static final Duration SETTLE = Duration.ofSeconds(8);
  private static final Duration HOLD = Duration.ofSeconds(20);

  private final int tasks;
  private final int concurrency;
  private final Duration modelLatency;
  private final Duration warmUp;
  private final Consumer<String> say;

  /**
   * @param warmUp how long tasks run before any is counted: the JVM compiles what is hot meanwhile
   * @param say takes a line for the user now and then
   */
  public Benchmark(
      int tasks, int concurrency, Duration modelLatency, Duration warmUp, Consumer<String> say) {
    this.tasks = tasks;
    this.concurrency = concurrency;
    this.modelLatency = modelLatency;
    this.warmUp = warmUp;
    this.say = say;
  }

  /** On a node of its own: a process with an empty data directory, and a stub for a model. */
  public Figures onOwnNode(Path data) throws IOException {
    try (var model = new StubModel(modelLatency);
        ServedNode node = ServedNode.start(data, model.url())) {
      warmUp(node.url());
      Duration before = node.cpu();
      Load.Outcome outcome = measure(node.url());
      Duration used = node.cpu().minus(before);
      var figures = figures(node.url(), outcome);
      return figures.withNode(
          OptionalDouble.of(used.toNanos() / 1e9 / Math.max(1, outcome.ids().size()) * 1000),
          weight(node, model));
    }
  }

  /**
   * The load alone, for the JVM to learn from.
   *
   * @param served starts a server whose model stands at the given URL, and hands out its own
   */
  public void rehearse(Function<String, URI> served) throws IOException {
    try (var model = new StubModel(modelLatency)) {
      Load.Outcome outcome = new Load(served.apply(model.url())).run(tasks, concurrency);
      if (outcome.firstError() != null) {
        throw new IOException("a task of the rehearsal failed: " + outcome.firstError());
      }
    }
  }

  /** Against a server that runs already; what its process uses cannot be seen from here. */
  public Figures onServer(URI server) throws IOException {
    return figures(server, measure(server));
  }

  private void warmUp(URI server) {
    if (warmUp.isPositive()) {
      say.accept("warming up for " + warmUp.toSeconds() + " s");
      new Load(server).runFor(warmUp, concurrency);
    }
  }

  private Load.Outcome measure(URI server) {
    say.accept("measuring: " + tasks + " tasks, " + concurrency + " in flight");
    Load.Outcome outcome = new Load(server).run(tasks, concurrency);
    if (outcome.firstError() != null) {
      say.accept("first error: " + outcome.firstError());
    }
    return outcome;
  }

  private Figures figures(URI server, Load.Outcome outcome) throws IOException {
    double seconds = outcome.time().toNanos() / 1e9;
    List<Long> latencies = outcome.latencies();
    return new Figures(
        latencies.size() / seconds,
        quantileMillis(latencies, 0.50),
        quantileMillis(latencies, 0.99),
        journalWrites(server, outcome.ids()),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalLong.empty(),
        outcome.errors());
  }

  private static OptionalDouble quantileMillis(List<Long> sorted, double quantile) {
    if (sorted.isEmpty()) {
      return OptionalDouble.empty();
    }
    int index = Math.min(sorted.size() - 1, (int) (quantile * sorted.size()));
    return OptionalDouble.of(sorted.get(index) / 1e6);
  }

  /** Distinct writes in the exported journals of some of the tasks. */
  private static OptionalDouble journalWrites(URI server, List<String> ids) throws IOException {
    int step = Math.max(1, ids.size() / SAMPLE);
    int sampled = 0;
    int writes = 0;
    try (var connection = new HttpConnection(server)) {
      for (int index = 0; index < ids.size(); index += step) {
        var writeIds = new HashSet<String>();
        connection
            .get("/v1/tasks/" + ids.get(index) + "/export")
            .body()
            .lines()
            .forEach(line -> writeIds.add(Json.parse(line).path("writeId").asText()));
        writes += writeIds.size();
        sampled++;
      }
    }
    return sampled == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) writes / sampled);
  }

  /**
   * Live objects with as many tasks held in a model call as were in flight, less those of the idle
   * node before, both after a full collection.
   */
  private Figures.Weight weight(ServedNode node, StubModel model) {
    // Agents and supervisors of ended tasks leave memory a few seconds later.
    pause(SETTLE);
    OptionalLong idle = node.liveHeapBytes();
    say.accept("holding " + concurrency + " tasks in their first model call to weigh them");
    model.answerAfter(HOLD);
    Thread.ofVirtual().start(() -> new Load(node.url()).run(concurrency, concurrency));
    awaitHeld(model);
    OptionalLong threads = node.threads();
    OptionalLong busy = node.liveHeapBytes();
    return new Figures.Weight(
        idle.isPresent() && busy.isPresent()
            ? OptionalDouble.of((double) (busy.getAsLong() - idle.getAsLong()) / concurrency)
            : OptionalDouble.empty(),
        threads);
  }

  /** Where the node caps its connections, the rest waits in it: in flight all the same. */
  private void awaitHeld(StubModel model) {
    int last = -1;
    while (model.waiting() < concurrency && model.waiting() != last) {
      last = model.waiting();
      pause(Duration.ofMillis(1500));
    }
  }

  private static void pause(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
