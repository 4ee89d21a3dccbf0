package dev.troupe.persistence.archive;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Why a file is not imported: where, what is wrong with it, and what to do. */
public final class ArchiveFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ArchiveFault(Path file, String what, @Nullable Throwable cause) {
    super("%s %s".formatted(file, what), cause);
  }

  static ArchiveFault noArchive(Path file, @Nullable Throwable cause) {
    return new ArchiveFault(
        file,
        "is no export: its first line does not say so. Name a file that `troupe export` has written.",
        cause);
  }

  static ArchiveFault otherFormat(Path file, String format) {
    return new ArchiveFault(
        file,
        "has format %s, and this release reads format %d. Import it with the release that wrote it."
            .formatted(format, ArchiveLines.FORMAT),
        null);
  }

  static ArchiveFault cut(Path file, long lines) {
    return new ArchiveFault(
        file,
        "ends behind line %d without the last line of an export: it was cut off. Get the whole file, or export again."
            .formatted(lines),
        null);
  }

  static ArchiveFault changed(Path file, long line) {
    return new ArchiveFault(
        file,
        "is not as it was written: its content does not add up to what line %d, its last, says. Get the file again, or export again."
            .formatted(line),
        null);
  }

  static ArchiveFault at(Path file, long line, String what, @Nullable Throwable cause) {
    return new ArchiveFault(file, "cannot be imported, line %d: %s".formatted(line, what), cause);
  }
}
