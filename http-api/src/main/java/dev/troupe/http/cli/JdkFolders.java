package dev.troupe.http.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The JDKs of this machine, in the folders where the launcher looks too. */
final class JdkFolders {
  private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"([^\"]*)\"");

  private JdkFolders() {}

  static List<Path> found() {
    var homes = new TreeSet<Path>(Comparator.comparing(Path::toString));
    homes.add(own());
    for (Path folder : folders()) {
      homes.addAll(in(folder));
    }
    return new ArrayList<>(homes);
  }

  static Path own() {
    return real(Path.of(System.getProperty("java.home")));
  }

  static String version(Path home) {
    try {
      Matcher matcher = VERSION.matcher(Files.readString(home.resolve("release")));
      return matcher.find() ? matcher.group(1) : "unknown";
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static List<Path> folders() {
    String home = System.getProperty("user.home");
    return List.of(
        Path.of("/usr/lib/jvm"),
        Path.of("/opt"),
        Path.of("/opt/java"),
        Path.of("/usr/java"),
        Path.of("/usr/local/java"),
        Path.of(home, ".sdkman", "candidates", "java"),
        Path.of(home, ".jdks"));
  }

  private static List<Path> in(Path folder) {
    var homes = new ArrayList<Path>();
    if (!Files.isDirectory(folder)) {
      return homes;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (Files.isExecutable(entry.resolve("bin").resolve("javac"))) {
          homes.add(real(entry));
        }
      }
    } catch (IOException e) {
      // A folder that may not be listed holds nothing that could be used.
    }
    return homes;
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path;
    }
  }
}
