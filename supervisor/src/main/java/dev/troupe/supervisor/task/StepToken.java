package dev.troupe.supervisor.task;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * By which a step is ended from outside: says whose step it is, and cannot be guessed. It fits into
 * a path of a URL.
 */
public record StepToken(TaskId task, int assignment, int attempt, String secret) {
  private static final Pattern PLAIN =
      Pattern.compile("([a-z0-9-]{1,32}/[^/]{1,64})/(\\d{1,9})/(\\d{1,9})/([0-9a-f-]{36})");

  public static Optional<StepToken> read(String token) {
    try {
      var bytes = Base64.getUrlDecoder().decode(token);
      var plain = PLAIN.matcher(new String(bytes, StandardCharsets.UTF_8));
      return plain.matches()
          ? Optional.of(
              new StepToken(
                  TaskId.fromKey(plain.group(1)),
                  Integer.parseInt(plain.group(2)),
                  Integer.parseInt(plain.group(3)),
                  plain.group(4)))
          : Optional.empty();
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    var plain = "%s/%d/%d/%s".formatted(task.key(), assignment, attempt, secret);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }
}
