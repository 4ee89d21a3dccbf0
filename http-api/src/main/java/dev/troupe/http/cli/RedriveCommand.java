package dev.troupe.http.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code troupe redrive}: lets a task that failed go on. */
@Command(
    name = "redrive",
    description =
        "Let a failed or cancelled task of a running server go on from where it failed; prints its"
            + " status.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  troupe redrive $ID")
final class RedriveCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final TaskVerb task = new TaskVerb();

  RedriveCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    return task.post("redrive", streams);
  }
}
