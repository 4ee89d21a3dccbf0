package dev.troupe.http.cli;

import dev.troupe.persistence.archive.ArchiveFault;
import dev.troupe.persistence.archive.Import;
import dev.troupe.persistence.archive.NotEmpty;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code troupe import}: what {@code export} has written, into an empty store. */
@Command(
    name = "import",
    description = {
      "Bring what `troupe export` has written into an empty store, which nobody works with.",
      "If it is killed, run it again with the same file: it goes on where it was."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  troupe import all.ndjson --data new/",
      "  troupe import all.ndjson --config cluster.conf"
    })
final class ImportCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final EngineOptions options = new EngineOptions();

  @Parameters(paramLabel = "FILE", description = "The export.")
  private Path file = Path.of("");

  ImportCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    try (var store = StoreAlone.open(options)) {
      var done =
          Import.run(
              store.system(),
              file,
              Instant.now(),
              () -> streams.say(file + " is sound; it is being imported"));
      streams
          .out()
          .println(
              "imported: %s, %s, %s"
                  .formatted(
                      Texts.count(done.journals(), "journal"),
                      Texts.count(done.events(), "event"),
                      Texts.count(done.rows(), "row")));
      if (done.wakeUps() > 0) {
        streams.say(
            Texts.count(done.wakeUps(), "unfinished task")
                + "; `troupe serve` or `troupe resume` goes on with what is left");
      }
      return Exit.ANSWERED.code();
    } catch (ArchiveFault | NotEmpty refused) {
      throw new CommandFailure(Exit.USAGE, String.valueOf(refused.getMessage()), refused);
    }
  }
}
