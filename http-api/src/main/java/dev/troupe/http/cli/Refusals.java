package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.http.Parameters;
import dev.troupe.http.Problem;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/** The API's refusals in the words of the command line: options and commands, no paths or codes. */
final class Refusals {
  private Refusals() {}

  /**
   * @param path what was asked for
   */
  static CommandFailure of(String path, int status, JsonNode problem) {
    return new CommandFailure(exit(status, kind(problem)), sentence(path, status, problem));
  }

  private static Exit exit(int status, String kind) {
    return switch (status) {
      case 503, 504 -> Exit.SERVER_UNREACHABLE;
      case 400, 413, 422 -> Exit.USAGE;
      // --at names no event of that sort, whether the journal has it or not.
      case 409 -> kind.equals(Problem.NO_FORK_POINT) ? Exit.USAGE : Exit.FAILED;
      default -> Exit.FAILED;
    };
  }

  private static String kind(JsonNode problem) {
    String type = problem.path("type").asText();
    return type.startsWith(Problem.TYPE_PREFIX)
        ? type.substring(Problem.TYPE_PREFIX.length())
        : type;
  }

  private static String sentence(String path, int status, JsonNode problem) {
    String detail = problem.path("detail").asText("the server answered " + status);
    return switch (kind(problem)) {
      case "not-found" -> notFound(path, detail);
      case "not-ended" ->
          "task %1$s has not ended; `troupe watch %1$s` waits for its result".formatted(name(path));
      case "idempotency-conflict" -> detail.replace("This Idempotency-Key", "this --key");
      case Problem.NO_FORK_POINT -> "--at: " + detail;
      case "invalid" -> faults(detail, problem.path("errors"));
      case "bad-request" ->
          detail.startsWith(Parameters.SUBJECT)
              ? "--" + detail.substring(Parameters.SUBJECT.length())
              : detail.replace("The Idempotency-Key", "--key");
      default -> detail;
    };
  }

  private static String notFound(String path, String detail) {
    if (path.contains("/diff/")) {
      // It may be either of the two.
      return detail.replace(
          "GET /v1/tasks lists the tasks there are.", "`troupe tasks` lists them.");
    }
    if (path.startsWith("/v1/tasks/")) {
      return "there is no task %s; `troupe tasks` lists those there are".formatted(name(path));
    }
    if (path.startsWith("/v1/approvals/")) {
      return "there is no approval %s; `troupe approvals` lists those there are"
          .formatted(name(path));
    }
    return path.startsWith("/v1/workflows/")
        ? String.valueOf(noSuchWorkflow(name(path)).getMessage())
        : detail;
  }

  static CommandFailure noSuchWorkflow(String name) {
    return new CommandFailure(
        Exit.FAILED,
        "there is no workflow '%s'; `troupe workflow list` lists those there are".formatted(name));
  }

  /** What stands behind the collection's name: {@code /v1/tasks/NAME/...}. */
  private static String name(String path) {
    String name = path.split("[/?]", -1)[3];
    return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static String faults(String detail, JsonNode errors) {
    var lines = new ArrayList<String>();
    errors.forEach(
        error -> lines.add(fault(error.path("pointer").asText(), error.path("detail").asText())));
    return switch (lines.size()) {
      case 0 -> detail;
      case 1 -> lines.getFirst();
      default -> lines.size() + " faults:\n  " + String.join("\n  ", lines);
    };
  }

  private static String fault(String pointer, String detail) {
    String[] parts = pointer.split("/", 3);
    String rest = parts.length > 2 ? parts[2] : "";
    String place =
        switch (parts.length > 1 ? parts[1] : "") {
          case "goal" -> "GOAL";
          case "workflow" -> "--workflow" + (rest.isEmpty() ? "" : ", at /" + rest);
          case "model" -> "--model";
          case "input" -> "--input" + (rest.isEmpty() ? "" : ", at /" + rest);
          case "labels" -> "--label" + (rest.isEmpty() ? "" : " " + unescaped(rest));
          case "knowledge" -> "--collection";
          case "edits" -> "--edits" + (rest.isEmpty() ? "" : ", at /" + rest);
          case "at" -> "--at";
          case "patch" -> "--patch" + (rest.isEmpty() ? "" : ", at /" + rest);
          case "comment" -> "--comment";
          case "as" -> "--as";
          case "path" -> "PATH";
          default -> pointer;
        };
    return place.isEmpty() ? detail : place + ": " + detail;
  }

  private static String unescaped(String part) {
    return part.replace("~1", "/").replace("~0", "~");
  }
}
