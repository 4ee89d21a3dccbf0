package dev.troupe.http;

import dev.troupe.http.cli.Interruption;
import dev.troupe.http.cli.Streams;
import dev.troupe.http.cli.TroupeCommand;

/** The program. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    Logging.ofTheProgram();
    Interruption.install();
    int code = TroupeCommand.run(Streams.ofProcess(), arguments);
    Interruption.finished(code);
    System.exit(code);
  }
}
