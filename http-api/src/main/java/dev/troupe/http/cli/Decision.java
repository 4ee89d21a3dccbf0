package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.http.EdgeJson;
import dev.troupe.persistence.Json;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code troupe approve} and {@code troupe reject} have in common. */
final class Decision {
  @Mixin private final ClientOptions server = new ClientOptions();

  @Parameters(paramLabel = "ID", description = "The approval; `troupe approvals` lists them.")
  private String id = "";

  @Option(
      names = "--edits",
      paramLabel = "JSON|@FILE",
      description = "What you changed, in the shape of the approval's form.")
  private @Nullable String edits;

  @Option(names = "--comment", paramLabel = "TEXT", description = "Why.")
  private @Nullable String comment;

  @Option(
      names = "--as",
      paramLabel = "NAME",
      description = "Who you are: recorded, and counted as one voter where several must approve.")
  private @Nullable String as;

  @Option(names = "--json", description = "Print the approval as JSON.")
  private boolean json;

  /** Prints the approval's status after it. */
  int decide(Streams streams, String choice) {
    var body = body(choice);
    try (ApiClient client = server.client(streams)) {
      JsonNode approval = client.post("/v1/approvals/" + ApiClient.encode(id), body);
      if (json) {
        streams.print(approval);
      } else {
        streams.out().println(approval.path("status").asText());
      }
      return Exit.ANSWERED.code();
    }
  }

  private ObjectNode body(String choice) {
    ObjectNode body = EdgeJson.object().put("decision", choice);
    if (edits != null) {
      body.set("edits", json("--edits", edits));
    }
    if (comment != null) {
      body.put("comment", comment);
    }
    return as == null ? body : body.put("as", as);
  }

  /** JSON, or where a file of it is. */
  static JsonNode json(String option, String text) {
    var content =
        text.startsWith("@") ? SubmissionOptions.read(Path.of(text.substring(1)), option) : text;
    try {
      return Json.parse(content);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(Exit.USAGE, option + ": " + e.getMessage(), e);
    }
  }
}
