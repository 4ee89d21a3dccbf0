package dev.troupe.http;

import dev.troupe.cluster.NodeConfiguration;
import dev.troupe.cluster.StartTimes;
import dev.troupe.http.cli.Interruption;
import dev.troupe.http.cli.Streams;
import dev.troupe.http.cli.TroupeCommand;

/** The program. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    StartTimes.mark("JVM up, main entered");
    // An engine is about to need it, while the options are still read.
    if (TroupeCommand.startsEngine(arguments)) {
      NodeConfiguration.readAhead();
    }
    Logging.ofTheProgram();
    Interruption.install();
    int code = TroupeCommand.run(Streams.ofProcess(), arguments);
    Interruption.finished(code);
    System.exit(code);
  }
}
