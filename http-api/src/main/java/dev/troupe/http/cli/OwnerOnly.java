package dev.troupe.http.cli;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

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
      if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
        Files.createDirectory(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } else {
        Files.createDirectory(directory);
      }
    } catch (IOException e) {
      throw new CommandFailure(
          Exit.FAILED,
          "the data directory " + directory + " cannot be made; choose another with --data",
          e);
    }
  }
}
