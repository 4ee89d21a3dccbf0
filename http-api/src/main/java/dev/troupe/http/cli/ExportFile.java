package dev.troupe.http.cli;

import dev.troupe.persistence.OwnerPermissions;
import dev.troupe.persistence.archive.ArchiveLines;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** An export on its way to stdout or to a file, which has its name only when it is complete. */
final class ExportFile {
  private final @Nullable Path file;
  private final Streams streams;

  ExportFile(@Nullable Path file, Streams streams) {
    this.file = file;
    this.streams = streams;
  }

  void write(BufferedReader lines) {
    var target = file;
    try (lines) {
      if (target == null) {
        copy(lines, new OutputStreamWriter(streams.out(), StandardCharsets.UTF_8));
      } else {
        write(lines, target);
      }
    } catch (IOException broken) {
      throw new CommandFailure(
          Exit.FAILED,
          "the export broke off (%s)%s; begin again"
              .formatted(
                  broken.getMessage(),
                  target == null ? "" : ", and " + target + " was not written"),
          broken);
    }
  }

  private void write(BufferedReader lines, Path target) throws IOException {
    var part = target.resolveSibling(target.getFileName() + ".part");
    Files.deleteIfExists(part);
    ownerOnly(part);
    try {
      long written;
      try (var writer = Files.newBufferedWriter(part)) {
        written = copy(lines, writer);
      }
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
      streams.say("%d lines written to %s".formatted(written, target));
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** It holds what everybody has asked. */
  private static void ownerOnly(Path part) throws IOException {
    Files.createFile(part, OwnerPermissions.ofFile(part));
  }

  private static long copy(BufferedReader lines, Writer plain) throws IOException {
    var writer = new BufferedWriter(plain);
    var number = 0L;
    var last = "";
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      writer.write(line);
      writer.write('\n');
      last = line;
      number++;
    }
    writer.flush();
    if (!ArchiveLines.isEnd(last)) {
      throw new IOException("its last line is missing");
    }
    return number;
  }
}
