package dev.troupe.persistence.embedded;

import dev.troupe.persistence.DataDirectory;
import dev.troupe.persistence.StoreFailure;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The configured data directory, or a temporary one that is deleted at the end. */
final class StoreDirectory {
  private final DataDirectory held;
  private final boolean temporary;

  private StoreDirectory(DataDirectory held, boolean temporary) {
    this.held = held;
    this.temporary = temporary;
  }

  static StoreDirectory open(Optional<Path> configured) {
    return configured
        .map(path -> new StoreDirectory(DataDirectory.open(path), false))
        .orElseGet(() -> new StoreDirectory(DataDirectory.open(makeTemporary()), true));
  }

  private static Path makeTemporary() {
    try {
      return Files.createTempDirectory("troupe-store");
    } catch (IOException impossible) {
      throw new StoreFailure.Unreadable(
          Path.of(System.getProperty("java.io.tmpdir")), impossible.toString(), impossible);
    }
  }

  Path path() {
    return held.path();
  }

  void announce(String url) {
    held.announce(url);
  }

  void close() {
    held.close();
    if (temporary) {
      delete(held.path());
    }
  }

  private static void delete(Path directory) {
    try {
      Files.walkFileTree(directory, new Deletion());
    } catch (IOException undeletable) {
      throw new StoreFailure.WriteFailed(directory, undeletable.toString(), undeletable);
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes unused) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      Files.delete(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
