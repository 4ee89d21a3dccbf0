package dev.troupe.http.cli;

import dev.troupe.persistence.OwnerPermissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes a data directory that nobody but its owner can read: it holds what people asked. */
final class OwnerOnly {
  private OwnerOnly() {}

  static void create(Path directory) {
    if (Files.isDirectory(directory)) {
      return;
    }
    try {
      Path parent = directory.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.createDirectory(directory, OwnerPermissions.ofFolder(directory));
    } catch (IOException e) {
      throw new CommandFailure(
          Exit.FAILED,
          "the data directory " + directory + " cannot be made; choose another with --data",
          e);
    }
  }
}
