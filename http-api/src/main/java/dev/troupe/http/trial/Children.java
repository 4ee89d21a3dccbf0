package dev.troupe.http.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * The processes of a cluster, written down in its folder: they outlive it where it is killed, and
 * the next one in that folder, which has to hold it, stops them first.
 */
public final class Children {
  private static final String FILE = "children";
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(30);

  private final Path file;

  /**
   * @param folder of the cluster
   */
  public Children(Path folder) {
    this.file = folder.resolve(FILE);
  }

  void add(ProcessHandle child) throws IOException {
    Files.writeString(
        file, line(child) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** A pid may be another's later; its start says whose it is. */
  private static String line(ProcessHandle child) {
    return "%d %d"
        .formatted(
            child.pid(), child.info().startInstant().map(it -> it.toEpochMilli()).orElse(0L));
  }

  /**
   * Ends what an earlier cluster has left, in the order opposite to that of its start.
   *
   * @param told is given a line for each process
   */
  public void stopLeft(Consumer<String> told) throws IOException, InterruptedException {
    if (!Files.exists(file)) {
      return;
    }
    var left =
        Files.readAllLines(file).stream()
            .flatMap(line -> running(line).stream())
            .toList()
            .reversed();
    for (var child : left) {
      told.accept("stopping process %d, which an earlier cluster has left".formatted(child.pid()));
      stop(child);
    }
    Files.delete(file);
  }

  private static Optional<ProcessHandle> running(String line) {
    var words = List.of(line.split(" "));
    try {
      return ProcessHandle.of(Long.parseLong(words.getFirst()))
          .filter(child -> child.isAlive() && line(child).equals(line));
    } catch (NumberFormatException torn) {
      return Optional.empty();
    }
  }

  private static void stop(ProcessHandle child) throws InterruptedException {
    CompletableFuture<ProcessHandle> end = child.onExit();
    child.destroy();
    try {
      end.get(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException hangs) {
      child.destroyForcibly();
    } catch (ExecutionException unknown) {
      throw new IllegalStateException(
          "process %d of an earlier cluster cannot be stopped".formatted(child.pid()), unknown);
    }
  }
}
