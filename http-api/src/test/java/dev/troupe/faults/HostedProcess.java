package dev.troupe.faults;

import dev.troupe.journey.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One process on a host of the network; what it prints is in a file. */
final class HostedProcess implements AutoCloseable {
  private static final Duration TAKES_EFFECT_WITHIN = Duration.ofSeconds(20);
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(90);

  private final Process process;
  private final Path log;

  private HostedProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static HostedProcess start(List<String> command, Map<String, String> environment, Path log) {
    try {
      Files.createDirectories(log.getParent());
      var builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().putAll(environment);
      return new HostedProcess(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A class of these tests, as a program. */
  static String[] java(Class<?> main, String... arguments) {
    return Stream.concat(
            Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()),
            Stream.of(arguments))
        .toArray(String[]::new);
  }

  /** The rest of the first line that begins so. */
  String awaitLine(String beginning, Duration patience) {
    var end = Instant.now().plus(patience);
    while (true) {
      var found = line(beginning);
      if (found.isPresent()) {
        return found.get();
      }
      if (!process.isAlive() || Instant.now().isAfter(end)) {
        throw new AssertionError(
            "no line `%s`; see %s (alive: %s)".formatted(beginning, log, process.isAlive()));
      }
      Program.pause();
    }
  }

  private Optional<String> line(String beginning) {
    try {
      return Files.readAllLines(log).stream()
          .filter(line -> line.startsWith(beginning))
          .map(line -> line.substring(beginning.length()).strip())
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  void signal(String name) {
    signal(process.toHandle(), name);
  }

  static void signal(ProcessHandle process, String name) {
    try {
      var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
      if (kill.waitFor() != 0) {
        throw new AssertionError("SIG%s did not reach process %d".formatted(name, process.pid()));
      }
      requireEffect(process, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A fault that does not happen would show nothing. */
  private static void requireEffect(ProcessHandle process, String name)
      throws IOException, InterruptedException {
    var end = Instant.now().plus(TAKES_EFFECT_WITHIN);
    while ((name.equals("KILL") && process.isAlive())
        || (name.equals("STOP") && !isStopped(process))) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("SIG%s did nothing to %d".formatted(name, process.pid()));
      }
      Program.pause();
    }
  }

  /** As the kernel tells it, behind the name in parentheses. */
  private static boolean isStopped(ProcessHandle process) throws IOException {
    var stat = Files.readString(Path.of("/proc/%d/stat".formatted(process.pid())));
    return stat.substring(stat.lastIndexOf(')') + 1).strip().startsWith("T");
  }

  void awaitEnd() {
    try {
      if (!process.waitFor(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("process %d does not end; see %s".formatted(process.pid(), log));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    awaitEnd();
  }
}
