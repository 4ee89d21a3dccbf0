package dev.troupe.persistence.archive;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** A file's lines in bytes, with what ends each; none may be larger than any archive's. */
final class LimitedLines implements AutoCloseable {
  private static final int LARGEST_BYTES = 256 << 20;
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path file;
  private final InputStream bytes;
  private long number;

  LimitedLines(Path file) {
    this.file = file;
    try {
      this.bytes = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
    } catch (IOException unreadable) {
      throw unreadable(unreadable);
    }
  }

  /** Of the line that was read last, from 1. */
  long number() {
    return number;
  }

  /** Empty behind the last one. A line without an end of its own is one that was cut off. */
  Optional<byte[]> next() {
    var line = new ByteArrayOutputStream();
    try {
      for (var next = bytes.read(); next >= 0; next = bytes.read()) {
        line.write(next);
        if (next == '\n') {
          number++;
          return Optional.of(line.toByteArray());
        }
        if (line.size() >= LARGEST_BYTES) {
          throw ArchiveFault.at(file, number + 1, "it is too long for an export.", null);
        }
      }
    } catch (IOException unreadable) {
      throw unreadable(unreadable);
    }
    if (line.size() > 0) {
      throw number == 0 ? ArchiveFault.noArchive(file, null) : ArchiveFault.cut(file, number);
    }
    return Optional.empty();
  }

  private ArchiveFault unreadable(IOException cause) {
    var why =
        switch (cause) {
          case NoSuchFileException _ -> "there is no such file";
          case AccessDeniedException _ -> "you may not";
          default -> String.valueOf(cause.getMessage());
        };
    return new ArchiveFault(file, "cannot be read: " + why, cause);
  }

  @Override
  public void close() {
    try {
      bytes.close();
    } catch (IOException unreadable) {
      throw unreadable(unreadable);
    }
  }
}
