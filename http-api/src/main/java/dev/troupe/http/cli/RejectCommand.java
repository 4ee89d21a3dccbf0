package dev.troupe.http.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code troupe reject}: decides an approval of a server. */
@Command(
    name = "reject",
    description = "Reject what a workflow asks people; its step fails with Approval.Rejected.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  troupe reject $ID.4.1 --comment \"too expensive\""})
final class RejectCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final Decision decision = new Decision();

  RejectCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    return decision.decide(streams, "reject");
  }
}
