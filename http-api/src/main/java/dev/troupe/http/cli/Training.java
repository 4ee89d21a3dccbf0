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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The runs from which the build learns what a start needs (the JVM's ahead-of-time caches), one for
 * each kind of program: every class in a cache costs each start some ten microseconds. {@code
 * server APP} serves a load of tasks; {@code commands APP BEGAN MODULES} has a question answered by
 * an engine of its own and by a server. APP is the folder of the program, into which the last run
 * writes the JDK's home (no other JDK can use the caches) and the stamp of {@link BuildStamp}: of
 * when the build began and what it builds.
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
    Path app = Path.of(arguments[1]);
    Path data = Files.createTempDirectory("troupe-training");
    // The store finds its native code there from now on, and unpacks it now.
    Files.createDirectories(app.resolve("native"));
    try {
      if (arguments[0].equals("server")) {
        served(data, TASKS, _ -> {});
      } else {
        run("run", QUESTION, "--data", data.toString());
        served(data, IN_FLIGHT, url -> asClient(data, url));
        Files.writeString(app.resolve("start.jdk"), System.getProperty("java.home") + "\n");
        BuildStamp.write(app, Instant.parse(arguments[2]), arguments[3]);
      }
    } finally {
      delete(data);
    }
    Interruption.finished(0);
    System.exit(0);
  }

  /** With the server holding the directory, {@code run} is its client. */
  private static void asClient(Path data, URI url) {
    run("run", QUESTION, "--data", data.toString());
    run("tasks", "--url", url.toString());
  }

  private static void served(Path data, int tasks, Consumer<URI> client)
      throws IOException, InterruptedException {
    var server = new Server(data);
    try {
      new Benchmark(tasks, IN_FLIGHT, Duration.ZERO, Duration.ZERO, _ -> {})
          .rehearse(model -> {
            URI url = server.start(model);
            client.accept(url);
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
    TroupeCommand.run(new Streams(nowhere(), nowhere(), false), arguments);
  }

  private static PrintStream nowhere() {
    return new PrintStream(OutputStream.nullOutputStream());
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
