package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.http.EdgeJson;
import dev.troupe.persistence.CanonicalJson;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code troupe message}: tells a task's agents something while they work. */
@Command(
    name = "message",
    description = {
      "Tell the agents of a task of a running server something; each reads it before it asks its model next. Prints the message's id.",
      "What comes while a step's last answer is being written is not read in that step any more, nor in a later one: the task's event message-given keeps it, and no agent's message-received follows. Only where the step is tried again does its next attempt read it."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  troupe message $ID \"Leave out the prices.\" --to writer --key m-1",
      "  # A text that begins with - stands last, behind --. Options stand before it:",
      "  # behind -- none is read.",
      "  troupe message $ID --to writer -- \"- no prices\""
    })
final class MessageCommand implements Callable<Integer> {
  private final Streams streams;

  @Spec private @Nullable CommandSpec command;

  @Mixin private final ClientOptions server = new ClientOptions();

  @Parameters(index = "0", paramLabel = "ID", description = "The task.")
  private String id = "";

  @Parameters(index = "1", paramLabel = "TEXT", description = "What you tell them.")
  private String text = "";

  @Option(
      names = "--to",
      paramLabel = "ROLE|ASSIGNMENT",
      description = "Who is meant; whoever is at work where it is not given.")
  private @Nullable String to;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "An Idempotency-Key: the same key and body is the same message.")
  private @Nullable String key;

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  MessageCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    refuseWhatIsNoText();
    ObjectNode body = EdgeJson.object().put("text", text);
    if (to != null) {
      body.put("to", to);
    }
    refuseBrokenText(body);
    Map<String, String> headers = key == null ? Map.of() : Map.of("Idempotency-Key", key);
    try (ApiClient client = server.client(streams)) {
      JsonNode taken =
          client.post("/v1/tasks/" + ApiClient.encode(id) + "/messages", body, headers);
      if (json) {
        streams.print(taken);
      } else {
        streams.out().println(taken.path("id").asText());
      }
      return Exit.ANSWERED.code();
    }
  }

  private void refuseWhatIsNoText() {
    if (text.isBlank()) {
      throw new CommandFailure(
          Exit.USAGE, "TEXT is empty: write what the agents are to read, in quotes");
    }
    if (Faults.isOption(command, text)) {
      throw new CommandFailure(Exit.USAGE, Faults.behindDashes(text));
    }
  }

  /** On its way to the server it would become another text. */
  private static void refuseBrokenText(JsonNode body) {
    try {
      var _ = CanonicalJson.sha256(body);
    } catch (IllegalArgumentException broken) {
      throw new CommandFailure(Exit.USAGE, "TEXT: " + broken.getMessage(), broken);
    }
  }
}
