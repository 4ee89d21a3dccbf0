package dev.troupe.http.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code troupe workflow delete}: takes a name away, at a server. */
@Command(
    name = "delete",
    description = "Delete a stored workflow at a running server, unless a task still needs it.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  troupe workflow delete mine")
final class WorkflowDeleteCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final ClientOptions server = new ClientOptions();

  @Parameters(paramLabel = "NAME", description = "The workflow.")
  private String name = "";

  WorkflowDeleteCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    try (ApiClient client = server.client(streams)) {
      client.delete("/v1/workflows/" + ApiClient.encode(name));
      streams.out().println("deleted " + name);
      return Exit.ANSWERED.code();
    }
  }
}
