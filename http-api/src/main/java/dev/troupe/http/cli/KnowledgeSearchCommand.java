package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.http.EdgeJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code troupe knowledge search}: passages that fit a query, best first. */
@Command(
    name = "search",
    description = "Search the collections.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  troupe knowledge search \"circuit breaker\" --top 3",
      "  troupe knowledge search --queries queries.txt --mode vector --json"
    })
final class KnowledgeSearchCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final EngineOptions options = new EngineOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..1", paramLabel = "QUERY", description = "What to look for.")
  private @Nullable String query;

  @Option(
      names = "--queries",
      paramLabel = "FILE",
      description = "One query a line; prints one JSON line each.")
  private @Nullable Path queries;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = "hybrid, vector or keyword. Default: ${DEFAULT-VALUE}.")
  private Mode mode = Mode.hybrid;

  @Option(names = "--top", paramLabel = "K", description = "Default: ${DEFAULT-VALUE}.")
  private int top = 10;

  @Option(
      names = "--collection",
      paramLabel = "NAME",
      description = "Only in this collection; repeatable. Default: all.")
  private final List<String> collections = new ArrayList<>();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  /** A line without a question has an answer all the same: the lines belong to each other. */
  private static final JsonNode NOTHING_ASKED =
      EdgeJson.object().put("query", "").set("results", EdgeJson.object().arrayNode());

  /** Named as they are written on the command line. */
  enum Mode {
    hybrid,
    vector,
    keyword
  }

  KnowledgeSearchCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    Path file = queries;
    String one = query;
    if ((file == null) == (one == null)) {
      throw new ParameterException(
          spec.commandLine(), "give a QUERY, or a FILE of them with --queries");
    }
    if (one != null && one.isBlank()) {
      throw new ParameterException(spec.commandLine(), "the QUERY is empty; say what to look for");
    }
    List<String> all =
        file == null
            ? List.of(String.valueOf(one))
            : SubmissionOptions.read(file, "--queries").lines().toList();
    try (Session session = options.session(streams)) {
      for (String text : all) {
        print(text.isBlank() ? NOTHING_ASKED : session.client().get(path(text)), file != null);
      }
      return Exit.ANSWERED.code();
    }
  }

  private String path(String text) {
    var path =
        new StringBuilder("/v1/knowledge/search?query=")
            .append(ApiClient.encode(text))
            .append("&mode=")
            .append(mode.name())
            .append("&top=")
            .append(top);
    collections.forEach(name -> path.append("&collection=").append(ApiClient.encode(name)));
    return path.toString();
  }

  private void print(JsonNode answer, boolean lines) {
    if (json || lines) {
      streams.print(answer);
      return;
    }
    if (answer.path("results").isEmpty()) {
      streams.say("nothing found");
    }
    int number = 0;
    for (JsonNode result : answer.path("results")) {
      String heading =
          result.path("heading").isTextual() ? " › " + result.path("heading").asText() : "";
      streams
          .out()
          .println(
              String.format(Locale.ROOT, "%2d. %.4f  ", ++number, result.path("score").asDouble())
                  + result.path("document").asText()
                  + heading);
      streams.out().println("    " + Texts.oneLine(result.path("quote").asText(), 200));
    }
  }
}
