package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Where a command writes: results to {@code out}, everything else to {@code err}. */
public record Streams(PrintStream out, PrintStream err, boolean terminal) {

  /** The process's own; UTF-8 whatever the locale, because a brief's quotes are word for word. */
  public static Streams ofProcess() {
    return new Streams(
        Boolean.getBoolean("troupe.terminal.out")
            ? new PrintStream(
                new TerminalText(
                    new BufferedOutputStream(new FileOutputStream(FileDescriptor.out))),
                true,
                StandardCharsets.UTF_8)
            : stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        Boolean.getBoolean("troupe.terminal"));
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  void say(String message) {
    err.println("troupe: " + message);
  }

  /** A document as the command's result: indented for people, one line for programs. */
  void print(JsonNode document) {
    out.println(document.toString());
  }
}
