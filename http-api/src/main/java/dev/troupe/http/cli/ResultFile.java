package dev.troupe.http.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a result goes: stdout, or a file. */
final class ResultFile {
  private ResultFile() {}

  /** Before the work begins, so that it is not done in vain. */
  static void check(@Nullable Path file) {
    if (file == null) {
      return;
    }
    Path parent = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file) || parent == null || !Files.isDirectory(parent)) {
      throw new CommandFailure(
          Exit.USAGE, "--out: " + file + " must be a file in a folder that exists");
    }
  }

  static void write(@Nullable Path file, String text, Streams streams) {
    if (file == null) {
      streams.out().print(text);
      streams.out().flush();
      return;
    }
    try {
      Files.writeString(file, text);
      streams.say("written to " + file);
    } catch (IOException e) {
      // Not lost: what cannot be filed is printed.
      streams.out().print(text);
      streams.out().flush();
      throw new CommandFailure(
          Exit.FAILED, "--out: " + file + " cannot be written; the result is on stdout", e);
    }
  }
}
