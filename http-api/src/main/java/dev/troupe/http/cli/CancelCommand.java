package dev.troupe.http.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code troupe cancel}: ends a task of a server. */
@Command(
    name = "cancel",
    description = "Cancel a task of a running server; prints its status.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  troupe cancel $ID")
final class CancelCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final TaskVerb task = new TaskVerb();

  CancelCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    return task.post("cancel", streams);
  }
}
