package dev.troupe.agents.model;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A secret that never shows itself by accident. */
record ApiKey(String secret) {

  /**
   * @throws IllegalArgumentException if there is no key to be read
   */
  static ApiKey ofFile(Path file, String setting) {
    try {
      var key = Files.readString(file).strip();
      if (key.isEmpty()) {
        throw fault(setting, file, "is empty; put the key into it", null);
      }
      return new ApiKey(key);
    } catch (CharacterCodingException binary) {
      throw fault(setting, file, "is no UTF-8 text; it must hold the key and nothing else", binary);
    } catch (IOException unreadable) {
      throw fault(setting, file, "cannot be read; correct the path or its permissions", unreadable);
    }
  }

  private static IllegalArgumentException fault(
      String setting, Path file, String what, @Nullable IOException cause) {
    return new IllegalArgumentException(
        "%s names %s, which %s".formatted(setting, file, what), cause);
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
