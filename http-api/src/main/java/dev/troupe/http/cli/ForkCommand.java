package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.http.EdgeJson;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code troupe fork}: a new task that begins with a part of another one's history. */
@Command(
    name = "fork",
    description =
        "Start a task at a running server that begins with another one's history and goes on"
            + " otherwise; prints its id.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  troupe fork $ID --at 17 --model openai/NAME",
      "  troupe fork $ID --at 17 --patch '{\"tone\": \"dry\"}'"
    })
final class ForkCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final Accepting server = new Accepting();

  @Parameters(paramLabel = "ID", description = "The task whose history it is.")
  private String id = "";

  @Option(
      names = "--at",
      required = true,
      paramLabel = "SEQUENCE",
      description =
          "The last event to take over: a state-exited of the workflow's own states, as"
              + " `troupe export --task ID` numbers them.")
  private long at;

  @Option(
      names = "--patch",
      paramLabel = "JSON|@FILE",
      description = "A JSON merge patch on what that state put out.")
  private @Nullable String patch;

  @Option(
      names = "--workflow",
      paramLabel = "NAME|FILE",
      description = "The workflow to go on with. Default: the task's own.")
  private @Nullable String workflow;

  @Option(
      names = "--model",
      paramLabel = "PROVIDER/MODEL",
      description = "The model of every role from there on. Default: as in the task.")
  private @Nullable String model;

  ForkCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    return server.post("/v1/tasks/" + ApiClient.encode(id) + "/fork", body(), streams);
  }

  private ObjectNode body() {
    ObjectNode body = EdgeJson.object().put("at", at);
    if (patch != null) {
      body.set("patch", Decision.json("--patch", patch));
    }
    String named = workflow;
    if (named != null) {
      body.set("workflow", SubmissionOptions.workflow(named));
    }
    return model == null ? body : body.put("model", model);
  }
}
