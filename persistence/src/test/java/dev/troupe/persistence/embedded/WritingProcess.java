package dev.troupe.persistence.embedded;

import com.typesafe.config.ConfigFactory;
import dev.troupe.persistence.Store;
import dev.troupe.persistence.Stores;
import dev.troupe.persistence.Table.Row;
import dev.troupe.persistence.contract.Counter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.util.ByteString;

/**
 * A process that writes until it is killed, and prints each acknowledgement as it gets it: {@code
 * event ID SUM} for an entity, {@code row N} for a table.
 */
final class WritingProcess {
  static final int ENTITIES = 8;
  static final int EVENTS_AT_A_TIME = 3;
  static final String TABLE = "rows";

  private WritingProcess() {}

  /** Starts one on a data directory; what it prints comes from its standard output. */
  static Process start(Path directory) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            WritingProcess.class.getName(),
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  static void kill(Process process) throws InterruptedException {
    // Process.destroyForcibly would close the streams and lose what the process last said.
    if (!process.toHandle().destroyForcibly()) {
      throw new AssertionError("process " + process.pid() + " could not be killed");
    }
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      throw new AssertionError("process " + process.pid() + " outlives its kill");
    }
  }

  static Map<String, ?> settings(Path directory) {
    return Map.of("troupe.store.directory", directory.toString(), "pekko.loglevel", "WARNING");
  }

  static String entity(int number) {
    return "entity-" + number;
  }

  public static void main(String[] arguments) {
    var config = ConfigFactory.parseMap(settings(Path.of(arguments[0])));
    var system =
        ActorSystem.create(
            Behaviors.<Void>setup(context -> {
              for (var number = 0; number < ENTITIES; number++) {
                context.spawnAnonymous(writer(entity(number)));
              }
              return Behaviors.empty();
            }),
            "writing",
            config.withFallback(ConfigFactory.load()));
    writeRows(Stores.get(system), 1);
  }

  private static Behavior<Done> writer(String id) {
    return Behaviors.setup(context -> {
      var entity = context.spawnAnonymous(Counter.create(id));
      var add = new Counter.Add(1, EVENTS_AT_A_TIME, context.getSelf());
      entity.tell(add);
      return Behaviors.receiveMessage(_ -> {
        System.out.println("event " + id);
        entity.tell(add);
        return Behaviors.same();
      });
    });
  }

  private static void writeRows(Store store, int number) {
    var key = "%09d".formatted(number);
    var rows =
        List.of(
            new Row(key + "a", ByteString.fromString(key)),
            new Row(key + "b", ByteString.fromString(key)));
    store
        .table(TABLE)
        .putAll("p", rows)
        .thenRun(() -> {
          System.out.println("row " + number);
          writeRows(store, number + 1);
        });
  }
}
