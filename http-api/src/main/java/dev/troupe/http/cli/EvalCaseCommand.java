package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.http.EdgeJson;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code troupe eval case}: a recorded task as a case. */
@Command(
    name = "case",
    description = {
      "Print an ended task of a running server as a case, one line.",
      "It expects the task's outcome and its cited documents; add the facts that matter."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  troupe eval case $ID >> cases.jsonl")
final class EvalCaseCommand implements Callable<Integer> {
  /** What stands for a name where a submission brought its own definition. */
  private static final String HANDED_IN = "inline";

  private final Streams streams;

  @Mixin private final ClientOptions server = new ClientOptions();

  @Parameters(paramLabel = "ID", description = "The task.")
  private String id = "";

  EvalCaseCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    try (ApiClient client = server.client(streams)) {
      var path = "/v1/tasks/" + ApiClient.encode(id);
      JsonNode result = client.get(path + "/result");
      requireAnswer(result);
      JsonNode submitted = client.get(path + "/events?limit=1").path("events").path(0).path("data");
      streams.print(recorded(submitted, result));
      return Exit.ANSWERED.code();
    }
  }

  private void requireAnswer(JsonNode result) {
    var status = result.path("status").asText();
    if (!status.equals("completed")) {
      throw new CommandFailure(
          Exit.FAILED,
          "The task %s ended as %s: a case expects what a task answered; redrive it, or take another"
              .formatted(id, status));
    }
  }

  private ObjectNode recorded(JsonNode submitted, JsonNode result) {
    JsonNode input = submitted.path("input");
    ObjectNode json = EdgeJson.object().put("id", id).put("goal", input.path("goal").asText());
    if (submitted.path("workflow").asText().equals(HANDED_IN)) {
      streams.say("the workflow was handed in with the task; name its file with `eval --workflow`");
    } else {
      json.set("workflow", submitted.path("workflow"));
    }
    if (!input.path("input").isNull() && !input.path("input").isMissingNode()) {
      json.set("input", input.path("input"));
    }
    if (!submitted.path("knowledge").isEmpty()) {
      json.set("knowledge", submitted.path("knowledge"));
    }
    ObjectNode expect = json.putObject("expect");
    if (result.path("outcome").isTextual()) {
      expect.set("outcome", result.path("outcome"));
    }
    var documents = new TreeSet<String>();
    result.path("citations").forEach(one -> documents.add(one.path("document").asText()));
    if (!documents.isEmpty()) {
      var cited = expect.putArray("documents");
      documents.forEach(cited::add);
    }
    return json;
  }
}
