package dev.troupe.persistence.embedded;

import dev.troupe.persistence.DataDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process that holds a data directory until it is killed. */
final class HoldingProcess {
  private HoldingProcess() {}

  /** Returns once it holds the directory. */
  static Process start(Path directory, String url) throws IOException {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                HoldingProcess.class.getName(),
                directory.toString(),
                url)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var said = process.inputReader().readLine();
    if (!"held".equals(said)) {
      throw new AssertionError("the holding process said: " + said);
    }
    return process;
  }

  public static void main(String[] arguments) throws InterruptedException {
    try (var held = DataDirectory.open(Path.of(arguments[0]))) {
      held.announce(arguments[1]);
      System.out.println("held");
      new CountDownLatch(1).await();
    }
  }
}
