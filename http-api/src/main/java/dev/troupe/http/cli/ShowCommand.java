package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code troupe show}: one task, its events or its agents' transcripts. */
@Command(
    name = "show",
    description = "Show a task of a running server: its state, result, events or transcripts.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  troupe show ID",
      "  troupe show ID --transcript",
      "  troupe show ID --result --json"
    })
final class ShowCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final ClientOptions server = new ClientOptions();

  @Parameters(paramLabel = "ID", description = "The task.")
  private String id = "";

  @ArgGroup private Part part = new Part();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  static final class Part {
    @Option(names = "--transcript", description = "What each agent was asked, and said.")
    boolean transcript;

    @Option(names = "--result", description = "What the task came to.")
    boolean result;

    @Option(names = "--events", description = "The task's journal, a line an event.")
    boolean events;
  }

  ShowCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    String task = "/v1/tasks/" + ApiClient.encode(id);
    try (ApiClient client = server.client(streams)) {
      if (part.events) {
        events(client, task);
      } else if (part.transcript) {
        transcripts(client.get(task + "/transcripts"));
      } else if (part.result) {
        result(client.get(task + "/result"));
        sayWhyItFailed(client.get(task));
      } else {
        JsonNode document = client.get(task);
        print(document);
        sayWhyItFailed(document);
      }
      return Exit.ANSWERED.code();
    }
  }

  private void sayWhyItFailed(JsonNode task) {
    if (task.path("status").asText().equals("failed")) {
      streams.say(Texts.failure(task));
    }
  }

  private void print(JsonNode document) {
    streams.out().println(json ? document.toString() : document.toPrettyString());
  }

  private void result(JsonNode result) {
    if (json) {
      print(result);
    } else {
      String markdown = result.path("markdown").asText("").stripTrailing();
      streams.out().print(markdown.isEmpty() ? "" : markdown + System.lineSeparator());
    }
  }

  private void events(ApiClient client, String task) {
    long after = 0;
    while (true) {
      JsonNode page = client.get(task + "/events?limit=500&after=" + after);
      page.path("events").forEach(streams::print);
      if (page.path("next").isNull()) {
        return;
      }
      after = page.path("next").asLong();
    }
  }

  private void transcripts(JsonNode document) {
    if (json) {
      print(document);
      return;
    }
    document.path("transcripts").forEach(agent -> Transcripts.print(streams.out(), agent));
  }
}
