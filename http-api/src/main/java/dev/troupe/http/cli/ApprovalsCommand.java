package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code troupe approvals}: lists what people are asked, or shows one question. */
@Command(
    name = "approvals",
    description = "List the approvals of a running server, newest first, or show one.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  troupe approvals --status open",
      "  troupe approvals --task $ID",
      "  troupe approvals $ID.4.1"
    })
final class ApprovalsCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final ClientOptions server = new ClientOptions();

  @Parameters(paramLabel = "ID", arity = "0..1", description = "Show this approval in full.")
  private @Nullable String id;

  @Option(names = "--task", paramLabel = "ID", description = "Only those of this task.")
  private @Nullable String task;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "Only open, approved, rejected, expired or cancelled ones.")
  private @Nullable String status;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many. Default: 20.")
  private int limit = 20;

  @Option(names = "--cursor", paramLabel = "CURSOR", description = "A former page's `next`.")
  private @Nullable String cursor;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  ApprovalsCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    try (ApiClient client = server.client(streams)) {
      if (id == null) {
        list(client.get(path()));
      } else {
        JsonNode approval = client.get("/v1/approvals/" + ApiClient.encode(id));
        streams.out().println(json ? approval.toString() : approval.toPrettyString());
      }
      return Exit.ANSWERED.code();
    }
  }

  private void list(JsonNode page) {
    if (json) {
      streams.print(page);
      return;
    }
    page.path("approvals").forEach(this::line);
    if (page.path("next").isTextual()) {
      streams.say("there are more: --cursor " + page.path("next").asText());
    }
  }

  private String path() {
    var path = new StringBuilder("/v1/approvals?limit=").append(limit);
    append(path, "task", task);
    append(path, "status", status);
    append(path, "cursor", cursor);
    return path.toString();
  }

  private static void append(StringBuilder path, String name, @Nullable String value) {
    if (value != null) {
      path.append('&').append(name).append('=').append(ApiClient.encode(value));
    }
  }

  private void line(JsonNode approval) {
    streams
        .out()
        .printf(
            "%s  %-9s  %s  %s%n",
            approval.path("id").asText(),
            approval.path("status").asText(),
            approval.path("requestedAt").asText(),
            Texts.oneLine(approval.path("question").asText(), 80));
  }
}
