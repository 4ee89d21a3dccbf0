package dev.troupe.http.cli;

import dev.troupe.persistence.cassandra.CassandraSettings;
import dev.troupe.persistence.cassandra.Privileges;
import dev.troupe.persistence.cassandra.Schema;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code troupe schema print}: CQL for whoever may change a Cassandra. Asks none. */
@Command(
    name = "print",
    description = "Print the CQL; whoever may change the Cassandra can run it with cqlsh.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  troupe schema print --config cluster.conf",
      "  troupe schema print --config cluster.conf --role troupe"
    })
final class SchemaPrintCommand implements Callable<Integer> {
  private final Streams streams;

  @Option(
      names = "--role",
      paramLabel = "NAME",
      description =
          "Print what this role of Cassandra's needs, too: that of troupe.cassandra.username.")
  private @Nullable String role;

  @Mixin private final EngineOptions options = new EngineOptions();

  SchemaPrintCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    var settings = Usage.checked(() -> CassandraSettings.of(options.configuration(Map.of())));
    Schema.of(settings).statements().forEach(statement -> streams.out().println(statement + ";\n"));
    if (role != null) {
      Privileges.grants(settings, role)
          .forEach(statement -> streams.out().println(statement + ";\n"));
    }
    return Exit.ANSWERED.code();
  }
}
