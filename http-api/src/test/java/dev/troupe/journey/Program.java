package dev.troupe.journey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** One process of the real program: the launcher at the project's root, as a user calls it. */
public final class Program implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** It is not compiled thoroughly: that would cost more than it gives. */
  private static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1";

  private final Process process;
  private final Path stdout;
  private final Path stderr;
  private final Instant started = Instant.now();

  private Program(Process process, Path stdout, Path stderr) {
    this.process = process;
    this.stdout = stdout;
    this.stderr = stderr;
  }

  public static Path root() {
    var folder = Path.of("").toAbsolutePath();
    while (!Files.isExecutable(folder.resolve("troupe"))) {
      folder = Optional.ofNullable(folder.getParent()).orElseThrow();
    }
    return folder;
  }

  public static Program start(Path logs, String... arguments) {
    try {
      Files.createDirectories(logs);
      var stdout = Files.createTempFile(logs, arguments[0], ".out");
      var stderr = Files.createTempFile(logs, arguments[0], ".err");
      var command = new ArrayList<String>();
      command.add(root().resolve("troupe").toString());
      command.addAll(List.of(arguments));
      var builder =
          new ProcessBuilder(command)
              .redirectOutput(stdout.toFile())
              .redirectError(stderr.toFile());
      // What the build has packaged is what is tested; the launcher must not build inside a build.
      builder.environment().put("TROUPE_NO_BUILD", "1");
      builder.environment().put("TROUPE_JAVA_OPTS", SHORT_LIVED);
      return new Program(builder.start(), stdout, stderr);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Program serve(Path logs, Path data, String... more) {
    var arguments =
        Stream.concat(
            Stream.of("serve", "--port", "0", "--data", data.toString()), Stream.of(more));
    return start(logs, arguments.toArray(String[]::new));
  }

  /**
   * Serves with settings of its own what an earlier life has left in a folder.
   *
   * @param settings HOCON
   */
  public static Program serveIn(Path folder, String settings) {
    try {
      var config = Files.writeString(folder.resolve("own.conf"), settings).toString();
      return serve(folder.resolve("logs"), folder.resolve("data"), "--config", config, "--quiet");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public ProcessHandle handle() {
    return process.toHandle();
  }

  public Instant started() {
    return started;
  }

  /** Waits for the line {@code listening URL}. */
  public URI url() {
    return until(
        "the line `listening URL`",
        () ->
            lines(stdout).stream()
                .filter(line -> line.startsWith("listening "))
                .map(line -> URI.create(line.substring("listening ".length()).strip()))
                .findFirst());
  }

  /**
   * Asks again until there is an answer; fails with the program's own words when it takes too long.
   */
  public <T> T until(String what, Supplier<Optional<T>> question) {
    return until(what, PATIENCE, question);
  }

  /** The same with another patience. */
  public <T> T until(String what, Duration patience, Supplier<Optional<T>> question) {
    var end = Instant.now().plus(patience);
    while (Instant.now().isBefore(end)) {
      var answer = question.get();
      if (answer.isPresent()) {
        return answer.get();
      }
      pause();
    }
    throw new AssertionError(
        "%s did not come within %s%nstdout: %s%nstderr: %s"
            .formatted(what, patience, output(), errors()));
  }

  /** SIGKILL to the one process that the launcher became. */
  public void kill() {
    process.destroyForcibly();
    await();
  }

  public int await() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the program did not end: " + errors());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public boolean alive() {
    return process.isAlive();
  }

  /** SIGINT, as Ctrl-C sends it. */
  public void interrupt() {
    try {
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** SIGTERM, as a service manager sends it. */
  public void terminate() {
    process.destroy();
  }

  public long pid() {
    return process.pid();
  }

  public String output() {
    return String.join("\n", lines(stdout));
  }

  public String errors() {
    return String.join("\n", lines(stderr));
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      process.destroyForcibly();
    }
  }

  public static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
