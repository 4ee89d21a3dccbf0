package dev.troupe.http.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code troupe schema}: keyspace and tables of a cluster's store. */
@Command(
    name = "schema",
    description = "Print or make the keyspace and the tables that a cluster needs in Cassandra.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  troupe schema print --config cluster.conf",
      "  troupe schema apply --config cluster.conf"
    })
final class SchemaCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  SchemaCommand(Streams streams) {}

  static Map<String, Object> children(Streams streams) {
    var children = new LinkedHashMap<String, Object>();
    children.put("print", new SchemaPrintCommand(streams));
    children.put("apply", new SchemaApplyCommand(streams));
    return children;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "choose one of print and apply");
  }
}
