package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.http.bench.Benchmark;
import dev.troupe.http.bench.Figures;
import dev.troupe.http.bench.LongWork;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code troupe bench}: what a task costs on this machine. */
@Command(
    name = "bench",
    description =
        "Measure three-step tasks through the HTTP API of a node in a process of its own, with a"
            + " stub for a model.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  troupe bench --tasks 5000 --concurrency 64 --model-latency 0ms",
      "  troupe bench --tasks 4000 --concurrency 2000 --model-latency 1s --json",
      "  troupe bench --tool-calls 1000"
    })
final class BenchCommand implements Callable<Integer> {
  /** An agent's work of so many is measured in minutes. */
  private static final int CALLS_AT_MOST = 10_000;

  private final Streams streams;

  @Option(names = "--tasks", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private int tasks = 5000;

  @Option(
      names = "--concurrency",
      paramLabel = "C",
      description = "Tasks in flight. Default: ${DEFAULT-VALUE}.")
  private int concurrency = 64;

  @Option(
      names = "--model-latency",
      paramLabel = "D",
      description = "How long the stub takes, such as 0ms, 200ms, 1s. Default: 0ms.",
      converter = Durations.class)
  private Duration modelLatency = Duration.ZERO;

  @Option(
      names = "--tool-calls",
      paramLabel = "N",
      description =
          "Measure one assignment with so many tool calls instead: time, journal and request of"
              + " each tenth of them.")
  private @Nullable Integer toolCalls;

  @Option(
      names = "--warm-up",
      paramLabel = "D",
      description =
          "How long tasks run before any is counted; 0s measures a cold node. Default: 30s.",
      converter = Durations.class)
  private Duration warmUp = Duration.ofSeconds(30);

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "A server that runs already, with its own --model-url; its CPU and heap are not seen.")
  private @Nullable URI url;

  @Option(names = "--json", description = "Print the figures as JSON, in the last line.")
  private boolean json;

  @Option(names = "--quiet", description = "No progress.")
  private boolean quiet;

  BenchCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    if (tasks < 1 || concurrency < 1) {
      throw new CommandFailure(Exit.USAGE, "--tasks and --concurrency must be 1 or more");
    }
    Integer calls = toolCalls;
    if (calls != null) {
      if (calls < 1 || calls > CALLS_AT_MOST) {
        throw new CommandFailure(Exit.USAGE, "--tool-calls must be 1 to " + CALLS_AT_MOST);
      }
      return ofLongWork(calls);
    }
    var benchmark = new Benchmark(tasks, concurrency, modelLatency, warmUp, this::say);
    URI server = url;
    Figures figures = server == null ? onOwnNode(benchmark) : benchmark.onServer(server);
    print(figures.toJson());
    return figures.errors() == 0 ? Exit.ANSWERED.code() : Exit.FAILED.code();
  }

  private int ofLongWork(int calls) throws IOException {
    Path data = Files.createTempDirectory("troupe-bench");
    try {
      say("one assignment with " + calls + " tool calls");
      print(new LongWork(calls, modelLatency).onOwnNode(data));
      return Exit.ANSWERED.code();
    } finally {
      delete(data);
    }
  }

  private static Figures onOwnNode(Benchmark benchmark) throws IOException {
    Path data = Files.createTempDirectory("troupe-bench");
    try {
      return benchmark.onOwnNode(data);
    } finally {
      delete(data);
    }
  }

  private static void delete(Path directory) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(directory)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }

  private void print(ObjectNode figures) {
    if (json) {
      streams.print(figures);
    } else {
      figures
          .properties()
          .forEach(figure ->
              streams.out().printf("%-24s %s%n", figure.getKey(), shown(figure.getValue())));
    }
  }

  private static String shown(JsonNode figure) {
    return figure.isValueNode() ? figure.asText() : figure.toString();
  }

  private void say(String line) {
    if (!quiet) {
      streams.say(line);
    }
  }
}
