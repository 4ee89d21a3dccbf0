package dev.troupe.journey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** An export of many tasks, made of one's: each has the events of that one and an id of its own. */
final class CopiedArchive {
  private final MessageDigest digest;
  private final StringBuilder text = new StringBuilder();
  private int journals;
  private int events;
  private int rows;

  private CopiedArchive() throws NoSuchAlgorithmException {
    this.digest = MessageDigest.getInstance("SHA-256");
  }

  static void write(Path file, List<String> lines, String id, int copies) {
    try {
      var archive = new CopiedArchive();
      archive.add(lines.getFirst().replaceFirst("\"archive\":\"[^\"]+\"", "\"archive\":\"many\""));
      var content = lines.subList(1, lines.size() - 1);
      for (var copy = 0; copy < copies; copy++) {
        archive.journals++;
        for (var line : content) {
          if (line.contains("\"event\":")) {
            archive.events++;
            archive.add(line.replace(id, id.substring(0, 28) + "%08x".formatted(copy)));
          }
        }
      }
      for (var line : content) {
        if (line.startsWith("{\"table\":")) {
          archive.rows++;
          archive.add(line);
        }
      }
      Files.writeString(file, archive.text + archive.end());
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(String line) {
    var whole = line + "\n";
    digest.update(whole.getBytes(StandardCharsets.UTF_8));
    text.append(whole);
  }

  private String end() {
    return "{\"troupe\":\"export-end\",\"journals\":%d,\"events\":%d,\"rows\":%d,\"wakeUps\":0,\"sha256\":\"%s\"}%n"
        .formatted(journals, events, rows, HexFormat.of().formatHex(digest.digest()));
  }
}
