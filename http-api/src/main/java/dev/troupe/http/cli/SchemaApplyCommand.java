package dev.troupe.http.cli;

import com.typesafe.config.Config;
import dev.troupe.persistence.StoreFailure;
import dev.troupe.persistence.cassandra.CassandraSettings;
import dev.troupe.persistence.cassandra.SchemaMaker;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code troupe schema apply}: makes what is missing, and changes nothing that is there. */
@Command(
    name = "apply",
    description = "Make what is missing in Cassandra; what is there stays as it is.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  troupe schema apply --config cluster.conf"})
final class SchemaApplyCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final EngineOptions options = new EngineOptions();

  SchemaApplyCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    Config config = options.configuration(Map.of());
    var settings = Usage.checked(() -> CassandraSettings.of(config));
    var statements = new AtomicInteger();
    try {
      SchemaMaker.apply(config, _ -> statements.incrementAndGet());
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(Exit.USAGE, String.valueOf(e.getMessage()), e);
    } catch (StoreFailure e) {
      throw new CommandFailure(Exit.FAILED, String.valueOf(e.getMessage()), e);
    }
    streams
        .out()
        .println(
            "the keyspace %s at %s has all it needs: %d statements run"
                .formatted(
                    settings.keyspace(),
                    String.join(", ", settings.contactPoints()),
                    statements.get()));
    return Exit.ANSWERED.code();
  }
}
