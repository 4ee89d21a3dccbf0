package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.http.EdgeJson;
import dev.troupe.persistence.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code troupe run}: one task from its goal to its brief, with the team at work on stderr. */
@Command(
    name = "run",
    description = "Have a question answered; shows the team at work and prints the brief.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  troupe run \"How should an agent keep its state between steps?\"",
      "  troupe run \"What do cold starts cost?\" --knowledge docs/ --out brief.md",
      "  troupe run \"What do cold starts cost?\" --format json --quiet | jq .citations",
      "  troupe run \"...\" --config models.conf --model openai/NAME"
    })
final class RunCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final SubmissionOptions submission = new SubmissionOptions();
  @Mixin private final EngineOptions engine = new EngineOptions();

  @Option(
      names = "--knowledge",
      paramLabel = "DIR",
      description = "Work on this folder's documents. Default: documents of the project's own.")
  private @Nullable Path knowledge;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "md, json or html. Default: ${DEFAULT-VALUE}.")
  private Format format = Format.md;

  @Option(names = "--json", description = "The same as --format json.")
  private boolean json;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write the brief to this file instead of stdout.")
  private @Nullable Path out;

  @Option(
      names = "--deltas",
      description =
          "Where stderr is no terminal: show what models write while they write it, line by line. A terminal shows the last words of it anyway.")
  private boolean deltas;

  /** Named as they are written on the command line. */
  enum Format {
    md,
    json,
    html
  }

  RunCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    var body = submission.body();
    Path folder = knowledge;
    ResultFile.check(out);
    try (Session session = engine.session(streams)) {
      var adding = new KnowledgeAdding(session.client(), streams, engine.quiet);
      if (folder == null) {
        adding.addBuiltIn();
      } else {
        body.set("knowledge", Json.toTree(List.of(adding.addFolder(folder))));
      }
      String id = session.client().post("/v1/tasks", body).path("id").asText();
      JsonNode result = follow(session, id);
      ResultFile.write(out, render(result), streams);
      return ending(result, session.client(), id);
    }
  }

  private JsonNode follow(Session session, String id) {
    ApiClient client = session.client();
    try (var display =
            new OpenedWhenAsked(
                TeamDisplays.open(streams, engine.quiet, deltas, submission.goal), session);
        var _ = Interruption.handledBy(() -> cancel(client, id))) {
      return new TaskFollower(client, id).follow(display);
    }
  }

  private void cancel(ApiClient client, String id) {
    streams.say("cancelling");
    client.post("/v1/tasks/" + id + "/cancel", EdgeJson.object());
  }

  private String render(JsonNode result) {
    Format chosen = json ? Format.json : format;
    String markdown = result.path("markdown").isTextual() ? result.path("markdown").asText() : "";
    return switch (chosen) {
      case md -> markdown.isEmpty() ? "" : markdown.stripTrailing() + "\n";
      case json -> result + "\n";
      case html ->
          HtmlPage.of(submission.goal, WordForWord.guarded(markdown, submission.goal, result));
    };
  }

  private static String shortOf(String outcome) {
    return switch (outcome.toLowerCase(Locale.ROOT)) {
      case "no-answer" -> "there is no answer";
      case "unfinished" -> "not finished: the budget is spent";
      default -> "not approved";
    };
  }

  private int ending(JsonNode result, ApiClient client, String id) {
    Exit exit = Exit.of(result);
    switch (exit) {
      case FAILED -> streams.say(Texts.failure(client.get("/v1/tasks/" + id)));
      case CANCELLED -> streams.say("cancelled");
      case NO_ANSWER_OR_UNAPPROVED -> streams.say(shortOf(result.path("outcome").asText()));
      case ANSWERED, USAGE, DATA_DIRECTORY_HELD, SERVER_UNREACHABLE -> {}
    }
    return exit.code();
  }
}
