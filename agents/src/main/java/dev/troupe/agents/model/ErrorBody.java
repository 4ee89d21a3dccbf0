package dev.troupe.agents.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.troupe.persistence.Json;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The object or text {@code error} with which every protocol says what went wrong. */
record ErrorBody(JsonNode error) {
  private static final Pattern LIKELY = Pattern.compile("\"error\"\\s*:\\s*[{\"]");
  private static final int SERVER_ERROR = 500;
  private static final int FIRST_ERROR = 400;
  private static final int LAST_ERROR = 599;

  /** Missing where the text is no JSON object or has no error. */
  static ErrorBody of(@Nullable String text) {
    try {
      return new ErrorBody(Json.parse(String.valueOf(text)).path("error"));
    } catch (IllegalArgumentException notJson) {
      return new ErrorBody(MissingNode.getInstance());
    }
  }

  /** The error in what claims to be an answer; cheap where there is none. */
  static Optional<Sign> in(String answer) {
    if (!LIKELY.matcher(answer).find()) {
      return Optional.empty();
    }
    var body = of(answer);
    return body.error.isMissingNode()
        ? Optional.empty()
        : Optional.of(new Sign.Failed(body.status(), answer));
  }

  /** Empty if it says nothing. */
  String message() {
    return error.isTextual() ? error.asText() : error.path("message").asText("");
  }

  String code() {
    return error.path("code").asText();
  }

  /** The status that this error has where it comes with one. */
  private int status() {
    int code = error.path("code").asInt(0);
    if (code >= FIRST_ERROR && code <= LAST_ERROR) {
      return code;
    }
    var words = "%s %s".formatted(error.path("type").asText(), code()).toLowerCase(Locale.ROOT);
    if (words.contains("rate_limit") || words.contains("quota")) {
      return 429;
    }
    if (words.contains("invalid_request") || words.contains("content")) {
      return 400;
    }
    if (words.contains("authentication") || words.contains("permission")) {
      return 401;
    }
    if (words.contains("not_found")) {
      return 404;
    }
    return SERVER_ERROR;
  }
}
