package dev.troupe.http.cli;

import dev.troupe.http.Logging;
import dev.troupe.persistence.PlainWords;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;

/**
 * The run from which the build learns what a start needs (the JVM's ahead-of-time cache): a server
 * with tasks by its client, then a question on an engine of its own. The arguments: the folder of
 * the program, into which the JDK's home is written (no other JDK can use the cache), the time at
 * which the build began, and what it builds.
 */
public final class Training {
  private static final String QUESTION = "What does a cold start cost?";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

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

  private static void served(Path data) throws InterruptedException {
    var lines = new LinkedTransferQueue<String>();
    var server =
        Thread.ofPlatform()
            .start(() ->
                TroupeCommand.run(
                    new Streams(new LineStream(lines), System.err, false),
                    "serve",
                    "--port",
                    "0",
                    "--data",
                    data.toString()));
    String first = lines.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (first == null) {
      throw new IllegalStateException(
          "the server did not come up within " + PlainWords.of(PATIENCE));
    }
    String url = first.substring("listening ".length()).strip();
    // With the server holding the directory, `run` is its client.
    run("run", QUESTION, "--data", data.toString(), "--quiet");
    run("tasks", "--url", url);
    server.interrupt();
    server.join(PATIENCE);
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
