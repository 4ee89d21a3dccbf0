package dev.troupe.http.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The file by which the launcher knows that what is packaged is built from the sources: it carries
 * the time at which the build began, so that what was edited meanwhile is built again.
 */
final class BuildStamp {
  private static final Pattern OWN_JAR = Pattern.compile("(troupe-[a-z-]+?)-\\d+\\.\\d+.*\\.jar");

  private BuildStamp() {}

  /**
   * Leaves none where the build did not make all of the program's own jars.
   *
   * @param app the folder with {@code lib}
   * @param modules of the build, as Maven lists its projects
   */
  static void write(Path app, Instant began, String modules) throws IOException {
    var own = ownModules(app.resolve("lib"));
    if (own.isEmpty() || !own.stream().allMatch(module -> modules.contains(":" + module + ":"))) {
      return;
    }
    var stamp = app.resolve("built");
    Files.writeString(stamp, "");
    Files.setLastModifiedTime(stamp, FileTime.from(began));
  }

  private static List<String> ownModules(Path lib) throws IOException {
    try (Stream<Path> jars = Files.list(lib)) {
      return jars.map(jar -> OWN_JAR.matcher(jar.getFileName().toString()))
          .filter(name -> name.matches())
          .map(name -> name.group(1))
          .toList();
    }
  }
}
