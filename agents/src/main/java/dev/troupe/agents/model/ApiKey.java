package dev.troupe.agents.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A secret that never shows itself by accident. */
record ApiKey(String secret) {

  static ApiKey ofFile(Path file, String setting) {
    try {
      return new ApiKey(Files.readString(file).strip());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(
          "%s names %s, which cannot be read; correct the path or its permissions"
              .formatted(setting, file),
          unreadable);
    }
  }

  /** An endpoint may repeat the key in its error message. */
  String hiddenIn(String text) {
    return secret.isEmpty() ? text : text.replace(secret, "***");
  }

  @Override
  public String toString() {
    return "***";
  }
}
