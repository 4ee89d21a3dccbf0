package dev.troupe.http.cli;

import dev.troupe.persistence.DataDirectory;
import java.nio.file.Path;
import java.util.Optional;

/** Who holds a data directory, in the words of a command. */
final class Holders {
  private Holders() {}

  static Optional<String> announcedUrl(Path directory) {
    return DataDirectory.holder(directory).flatMap(DataDirectory.Holder::url);
  }

  static CommandFailure held(Path directory, long pid) {
    return new CommandFailure(
        Exit.DATA_DIRECTORY_HELD,
        "the data directory "
            + directory
            + " is held by another engine, pid "
            + pid
            + "; wait for it to end, stop it, or choose another with --data");
  }
}
