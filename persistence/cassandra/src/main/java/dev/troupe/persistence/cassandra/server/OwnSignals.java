package dev.troupe.persistence.cassandra.server;

import java.util.List;
import java.util.stream.Stream;

/**
 * A terminal's Ctrl-C goes to every process in it. A process that is started like this does not
 * hear it: whoever started it decides when it is to end, and in which order.
 */
public final class OwnSignals {
  private static final List<String> SHELL =
      List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh");

  private OwnSignals() {}

  public static List<String> around(List<String> command) {
    return Stream.concat(SHELL.stream(), command.stream()).toList();
  }
}
