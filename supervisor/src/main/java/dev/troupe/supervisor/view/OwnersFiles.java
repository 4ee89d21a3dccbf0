package dev.troupe.supervisor.view;

import dev.troupe.persistence.OwnerPermissions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files that nobody but their owner can read, and that are there after a power loss. */
final class OwnersFiles {
  private static final Logger LOG = LoggerFactory.getLogger(OwnersFiles.class);

  private OwnersFiles() {}

  /**
   * With those that are missing above it. The names of this one and of the one above are on the
   * disk behind it, though they were there before; those of more that were missing may not be yet.
   */
  static void createFolder(Path folder) throws IOException {
    var absolute = folder.toAbsolutePath();
    Files.createDirectories(absolute, OwnerPermissions.ofFolder(absolute));
    var parent = absolute.getParent();
    for (var levels = 0; parent != null && levels < 2; levels++) {
      if (Files.isReadable(parent)) {
        syncFolder(parent);
      }
      parent = parent.getParent();
    }
  }

  static void createFile(Path file) {
    try {
      Files.createFile(file, OwnerPermissions.ofFile(file));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException failure) {
      LOG.warn("{} stays for now", file, failure);
    }
  }

  static void syncFile(Path file) throws IOException {
    sync(file, StandardOpenOption.WRITE);
  }

  /** So that the names of its files are on the disk. */
  static void syncFolder(Path folder) throws IOException {
    sync(folder, StandardOpenOption.READ);
  }

  private static void sync(Path path, OpenOption how) throws IOException {
    try (var channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }
}
