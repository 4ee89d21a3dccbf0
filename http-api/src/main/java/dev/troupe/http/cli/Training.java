package dev.troupe.http.cli;

import dev.troupe.http.Logging;
import dev.troupe.http.bench.Benchmark;
import dev.troupe.persistence.PlainWords;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The run from which the build learns what a start needs (the JVM's ahead-of-time cache): a server
 * with a question by its client and a load of tasks, then a question on an engine of its own. The
 * arguments: the folder of the program, into which the JDK's home is written (no other JDK can use
 * the cache), the time at which the build began, and what it builds.
 */
public final class Training {
  private static final String QUESTION = "What does a cold start cost?";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Enough for the JVM to have seen what is hot, and what types it meets there. */
  private static final int TASKS = 4000;

  private static final int IN_FLIGHT = 64;

  private Training() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Logging.ofTheProgram();
    Interruption.install();
    Path data = Files.createTempDirectory("troupe-training");
    try {
      served(data);
      run("run", QUESTION, "--data", data.toString(), "--quiet");
      Path app = Path.of(arguments[0]);
      Files.writeString(app.resolve("start.jdk"), System.getProperty("java.home") + "\n");
      BuildStamp.write(app, Instant.parse(arguments[1]), arguments[2]);
    } finally {
      delete(data);
    }
    Interruption.finished(0);
    System.exit(0);
  }

  private static void served(Path data) throws IOException, InterruptedException {
    var server = new Server(data);
    try {
      new Benchmark(TASKS, IN_FLIGHT, Duration.ZERO, Duration.ZERO, _ -> {})
          .rehearse(model -> {
            URI url = server.start(model);
            // With the server holding the directory, `run` is its client.
            run("run", QUESTION, "--data", data.toString(), "--quiet");
            run("tasks", "--url", url.toString());
            return url;
          });
    } finally {
      server.stop();
    }
  }

  /** {@code troupe serve} on a thread of this process. */
  private static final class Server {
    private final LinkedTransferQueue<String> lines = new LinkedTransferQueue<>();
    private final Path data;
    private @Nullable Thread thread;

    Server(Path data) {
      this.data = data;
    }

    URI start(String model) {
      thread =
          Thread.ofPlatform()
              .start(() ->
                  TroupeCommand.run(
                      new Streams(new LineStream(lines), System.err, false),
                      "serve",
                      "--port",
                      "0",
                      "--data",
                      data.toString(),
                      "--model-url",
                      model));
      return URI.create(first().substring("listening ".length()).strip());
    }

    private String first() {
      try {
        String first = lines.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (first != null) {
          return first;
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
      throw new IllegalStateException(
          "the server did not come up within " + PlainWords.of(PATIENCE));
    }

    void stop() throws InterruptedException {
      if (thread != null) {
        thread.interrupt();
        thread.join(PATIENCE);
      }
    }
  }

  private static void run(String... arguments) {
    TroupeCommand.run(
        new Streams(new PrintStream(OutputStream.nullOutputStream()), System.err, false),
        arguments);
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Hands out whole lines as they are printed. */
  private static final class LineStream extends PrintStream {
    private final LinkedTransferQueue<String> lines;

    LineStream(LinkedTransferQueue<String> lines) {
      super(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
      this.lines = lines;
    }

    @Override
    public void println(String line) {
      lines.add(line);
    }
  }
}
