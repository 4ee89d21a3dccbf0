package dev.troupe.supervisor.recorded;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.troupe.persistence.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of recorded cases that stand beside the project. */
public final class Recordings {
  private Recordings() {}

  /** All lines of a file; without it the test that asks is skipped, and says so. */
  public static List<RecordedLine> in(String file) throws IOException {
    var found = find(file);
    assumeTrue(found != null, "skipped: there is no shared/asl/" + file + " beside the project");
    return Files.readAllLines(found).stream()
        .map(line -> RecordedLine.of(Json.parse(line)))
        .toList();
  }

  public static List<RecordedCase> executions() throws IOException {
    return in("cases.jsonl").stream()
        .filter(RecordedCase.class::isInstance)
        .map(RecordedCase.class::cast)
        .toList();
  }

  private static @Nullable Path find(String file) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      var candidate = at.resolve("shared/asl").resolve(file);
      if (Files.exists(candidate)) {
        return candidate;
      }
    }
    return null;
  }
}
