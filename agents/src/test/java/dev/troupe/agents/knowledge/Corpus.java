package dev.troupe.agents.knowledge;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The texts that may lie in a folder beside the project; what needs them is skipped without. */
public final class Corpus {
  private Corpus() {}

  public static Path folder() {
    Path found = find();
    assumeTrue(found != null, "skipped: there is no folder shared/corpus beside the project");
    return found == null ? Path.of("") : found;
  }

  /** Without the folder it stands for all of them, so that every test is skipped by name. */
  public static List<Path> filesOrFolder() {
    return find() == null ? List.of(Path.of("shared/corpus")) : files();
  }

  public static List<Path> files() {
    try (Stream<Path> files = Files.list(folder())) {
      return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static @Nullable Path find() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path candidate = at.resolve("shared/corpus");
      if (Files.isDirectory(candidate)) {
        return candidate;
      }
    }
    return null;
  }
}
