package dev.troupe.http;

import dev.troupe.cluster.NodeConfiguration;
import dev.troupe.cluster.StartTimes;
import dev.troupe.http.cli.Interruption;
import dev.troupe.http.cli.Streams;
import dev.troupe.http.cli.TroupeCommand;
import java.util.Set;

/** The program. */
public final class Main {
  /** Commands that are about to need the configuration, while their options are still read. */
  private static final Set<String> ENGINES = Set.of("serve", "run", "resume", "bench");

  private Main() {}

  public static void main(String[] arguments) {
    StartTimes.mark("JVM up, main entered");
    if (arguments.length > 0 && ENGINES.contains(arguments[0])) {
      NodeConfiguration.readAhead();
    }
    Logging.ofTheProgram();
    Interruption.install();
    int code = TroupeCommand.run(Streams.ofProcess(), arguments);
    Interruption.finished(code);
    System.exit(code);
  }
}
