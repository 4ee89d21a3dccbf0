package dev.troupe.persistence.embedded;

import com.typesafe.config.ConfigFactory;
import dev.troupe.persistence.contract.Counter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;

/**
 * How many events a second are synced to this machine's disk, each the write of an event-sourced
 * entity that waits for it before it makes the next one.
 *
 * <p>Run {@code main} from an IDE, or on a command line with the module's test class path:
 *
 * <pre>
 * mvn -q -pl persistence -am test-compile
 * mvn -q -pl persistence dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp persistence/target/test-classes:persistence/target/classes:$(cat persistence/target/classpath) \
 *   dev.troupe.persistence.embedded.StoreBenchmark [writers = 256] [seconds = 5] [directory]
 * </pre>
 *
 * Without a directory it makes one where it is run, because a temporary directory may be in memory.
 */
public final class StoreBenchmark {
  private static final int WARM_UP_SECONDS = 5;

  private StoreBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    var writers = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 256;
    var seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    var directory =
        arguments.length > 2
            ? Path.of(arguments[2])
            : Files.createTempDirectory(Path.of("").toAbsolutePath(), "benchmark");
    var config =
        ConfigFactory.parseMap(
            Map.of(
                "troupe.store.directory",
                directory.toString(),
                "pekko.loglevel",
                "WARNING",
                "pekko.actor.default-dispatcher.fork-join-executor.minimum-runnable",
                -1));
    var written = new LongAdder();
    var opening = System.nanoTime();
    var system =
        ActorSystem.create(
            Behaviors.<Void>setup(context -> {
              for (var number = 0; number < writers; number++) {
                context.spawnAnonymous(Writer.create("writer-" + number, written)).tell("go");
              }
              return Behaviors.empty();
            }),
            "benchmark",
            config.withFallback(ConfigFactory.load()));
    report(written, WARM_UP_SECONDS, "warm-up");
    report(written, seconds, writers + " writers");
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
    System.out.printf(
        "total %d events in %s, start and end included%n",
        written.sum(), Duration.ofNanos(System.nanoTime() - opening));
  }

  private static void report(LongAdder written, int seconds, String what)
      throws InterruptedException {
    var before = written.sum();
    var start = System.nanoTime();
    var cpu = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    // Nothing to wait for but time itself.
    var _ = new CountDownLatch(1).await(seconds, TimeUnit.SECONDS);
    var events = written.sum() - before;
    var elapsed = (System.nanoTime() - start) / 1e9;
    var used = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).minus(cpu);
    System.out.printf(
        "%s: %.0f synced events/s, %.1f microseconds of CPU each%n",
        what, events / elapsed, used.toNanos() / 1e3 / Math.max(1, events));
  }

  private static final class Writer extends EventSourcedBehavior<String, Counter.Event, Long> {
    private final LongAdder written;
    private final Runnable next;

    static Behavior<String> create(String id, LongAdder written) {
      return Behaviors.setup(context ->
          new Writer(PersistenceId.ofUniqueId(id), written, () -> context.getSelf().tell("go")));
    }

    private Writer(PersistenceId id, LongAdder written, Runnable next) {
      super(id);
      this.written = written;
      this.next = next;
    }

    @Override
    public Long emptyState() {
      return 0L;
    }

    @Override
    public CommandHandler<String, Counter.Event, Long> commandHandler() {
      return (_, _) ->
          Effect()
              .persist(new Counter.Added(1))
              .thenRun(() -> {
                written.increment();
                next.run();
              });
    }

    @Override
    public EventHandler<Long, Counter.Event> eventHandler() {
      return (sum, _) -> sum + 1;
    }
  }
}
