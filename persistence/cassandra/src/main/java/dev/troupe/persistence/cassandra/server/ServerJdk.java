package dev.troupe.persistence.cassandra.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A JDK that Cassandra runs on: 17, or 11. */
public final class ServerJdk {
  /** Names a JDK where none is found, or another one is meant. */
  public static final String VARIABLE = "TROUPE_CASSANDRA_JAVA";

  private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"(\\d+)");
  private static final List<Integer> USABLE = List.of(17, 11);
  private static final List<Path> FOLDERS =
      List.of(
          Path.of("/usr/lib/jvm"),
          Path.of("/opt"),
          Path.of("/opt/java"),
          Path.of("/usr/java"),
          Path.of("/usr/local/java"),
          Path.of(System.getProperty("user.home"), ".sdkman", "candidates", "java"),
          Path.of(System.getProperty("user.home"), ".jdks"),
          Path.of("/Library/Java/JavaVirtualMachines"));

  private ServerJdk() {}

  /**
   * The one that the variable names, else the best among these.
   *
   * @param named what {@link #VARIABLE} says; empty where it is not set
   * @param homes folders that hold {@code bin/java}
   */
  public static Optional<Path> among(Optional<Path> named, List<Path> homes) {
    return named.or(() ->
        USABLE.stream()
            .flatMap(version -> homes.stream().filter(home -> feature(home) == version))
            .findFirst());
  }

  /** The one that the variable names, else the best that is installed. */
  public static Optional<Path> find() {
    return among(Optional.ofNullable(System.getenv(VARIABLE)).map(Path::of), installed());
  }

  /** JDKs in the folders where systems put them. */
  private static List<Path> installed() {
    return FOLDERS.stream().flatMap(ServerJdk::in).sorted().toList();
  }

  private static Stream<Path> in(Path folder) {
    try (var entries = Files.list(folder)) {
      return entries
          .filter(home -> Files.isExecutable(home.resolve("bin").resolve("java")))
          .toList()
          .stream();
    } catch (IOException none) {
      return Stream.empty();
    }
  }

  private static int feature(Path home) {
    try {
      Matcher matcher = VERSION.matcher(Files.readString(home.resolve("release")));
      return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
