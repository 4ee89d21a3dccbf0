package dev.troupe.http.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code troupe approve}: decides an approval of a server. */
@Command(
    name = "approve",
    description = "Approve what a workflow asks people; prints the status after it.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  troupe approve $ID.4.1", "  troupe approve $ID.4.1 --edits @edits.json --as ada"})
final class ApproveCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final Decision decision = new Decision();

  ApproveCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    return decision.decide(streams, "approve");
  }
}
