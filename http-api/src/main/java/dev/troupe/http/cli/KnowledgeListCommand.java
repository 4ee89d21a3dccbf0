package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code troupe knowledge list}: the collections there are. */
@Command(
    name = "list",
    description = "List the collections.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  troupe knowledge list --json")
final class KnowledgeListCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final EngineOptions options = new EngineOptions();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  KnowledgeListCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    try (Session session = options.session(streams)) {
      JsonNode list = session.client().get("/v1/knowledge");
      if (json) {
        streams.print(list);
      } else {
        list.path("collections").forEach(this::line);
      }
      return Exit.ANSWERED.code();
    }
  }

  private void line(JsonNode collection) {
    streams
        .out()
        .println(
            collection.path("name").asText()
                + ": "
                + Texts.count(collection.path("documents").asInt(), "document")
                + ", "
                + Texts.count(collection.path("passages").asInt(), "passage"));
  }
}
