package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code troupe tasks}: lists a server's tasks. */
@Command(
    name = "tasks",
    description = "List the tasks of a running server, newest first.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  troupe tasks", "  troupe tasks --status running --label team=a --json"})
final class TasksCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final ClientOptions server = new ClientOptions();

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "Only running, waiting, completed, failed or cancelled ones.")
  private @Nullable String status;

  @Option(names = "--label", paramLabel = "NAME=VALUE", description = "Only those; repeatable.")
  private final Map<String, String> labels = new LinkedHashMap<>();

  @Option(names = "--limit", paramLabel = "N", description = "At most so many. Default: 20.")
  private int limit = 20;

  @Option(names = "--cursor", paramLabel = "CURSOR", description = "A former page's `next`.")
  private @Nullable String cursor;

  @Option(names = "--json", description = "Print the page as JSON.")
  private boolean json;

  TasksCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    try (ApiClient client = server.client(streams)) {
      JsonNode page = client.get(path());
      if (json) {
        streams.print(page);
      } else {
        page.path("tasks").forEach(this::line);
        if (page.path("next").isTextual()) {
          streams.say("there are more: --cursor " + page.path("next").asText());
        }
      }
      return Exit.ANSWERED.code();
    }
  }

  private String path() {
    var path = new StringBuilder("/v1/tasks?limit=").append(limit);
    if (status != null) {
      path.append("&status=").append(ApiClient.encode(status));
    }
    if (cursor != null) {
      path.append("&cursor=").append(ApiClient.encode(cursor));
    }
    labels.forEach(
        (name, value) -> path.append("&label=").append(ApiClient.encode(name + "=" + value)));
    return path.toString();
  }

  private void line(JsonNode task) {
    String outcome = task.path("outcome").asText("");
    streams
        .out()
        .printf(
            "%s  %-9s  %-10s  %s  %s%n",
            task.path("id").asText(),
            task.path("status").asText(),
            outcome.equals("null") ? "" : outcome,
            task.path("submittedAt").asText(),
            Texts.oneLine(task.path("goal").asText(), 80));
  }
}
