package dev.troupe.http.cli;

import dev.troupe.persistence.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code troupe submit}: hands a task to a server and prints its id. */
@Command(
    name = "submit",
    description = "Hand a task to a running server; prints its id.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  troupe submit \"What do cold starts cost?\"",
      "  troupe submit \"What do cold starts cost?\" --collection notes --key q-1 --json"
    })
final class SubmitCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final SubmissionOptions submission = new SubmissionOptions();
  @Mixin private final Accepting server = new Accepting();

  @Option(
      names = "--collection",
      paramLabel = "NAME",
      description = "A knowledge collection that the task may search; repeatable.")
  private final List<String> collections = new ArrayList<>();

  SubmitCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    var body = submission.body();
    if (!collections.isEmpty()) {
      body.set("knowledge", Json.toTree(collections));
    }
    return server.post("/v1/tasks", body, streams);
  }
}
