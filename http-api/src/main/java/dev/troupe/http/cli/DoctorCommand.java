package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.troupe.http.Plugins;
import dev.troupe.http.StartCheck;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code troupe doctor}: what is there, and what would be used. Starts and changes nothing. */
@Command(
    name = "doctor",
    description = "Show the JDKs, the data directory, the model providers and what would be used.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  troupe doctor", "  troupe doctor --config models.conf --json"})
final class DoctorCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final EngineOptions options = new EngineOptions();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  DoctorCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    Config config = options.configuration(Map.of());
    check(config);
    ObjectNode findings = examine(config);
    if (json) {
      streams.print(findings);
    } else {
      findings.properties().forEach(part -> print(part.getKey(), part.getValue()));
    }
    return Exit.ANSWERED.code();
  }

  private ObjectNode examine(Config config) {
    try (Plugins plugins = Plugins.of(config)) {
      return Examination.of(options.data.directory(), plugins.configured(config), plugins);
    }
  }

  /** As a start would: the first setting that cannot be used is named. */
  private static void check(Config config) {
    try {
      StartCheck.require(config);
    } catch (IllegalArgumentException | ConfigException e) {
      throw new CommandFailure(
          Exit.USAGE, "the configuration cannot be used: " + e.getMessage(), e);
    }
  }

  private void print(String name, JsonNode part) {
    streams.out().println(name);
    if (part.isArray()) {
      part.forEach(item -> streams.out().println("  " + sentence(item)));
    } else {
      part.properties()
          .forEach(entry ->
              streams
                  .out()
                  .println("  %-14s %s".formatted(entry.getKey(), entry.getValue().asText())));
    }
  }

  private static String sentence(JsonNode item) {
    var words = new StringBuilder();
    item.properties()
        .forEach(entry -> {
          String gap = words.isEmpty() ? "" : "  ";
          words.append(gap).append(entry.getKey()).append('=').append(entry.getValue().asText());
        });
    return words.toString();
  }
}
