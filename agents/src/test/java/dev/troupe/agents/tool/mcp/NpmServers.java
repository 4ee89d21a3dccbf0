package dev.troupe.agents.tool.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The real servers of {@code src/test/mcp-servers}, installed by npm into the build's folder. */
final class NpmServers {
  private static final Path SOURCE = Path.of("src", "test", "mcp-servers");
  private static final Path FOLDER = Path.of("target", "mcp-servers").toAbsolutePath();
  private static final int INSTALL_MINUTES = 4;

  private NpmServers() {}

  /** Skips the test where there is no npm. */
  static void install() throws IOException, InterruptedException {
    assumeTrue(onPath("npm") && onPath("node"), "npm and node are not on the PATH");
    Files.createDirectories(FOLDER);
    boolean same = copy("package.json");
    same = copy("package-lock.json") && same;
    if (same && Files.exists(FOLDER.resolve("installed"))) {
      return;
    }
    var log = FOLDER.resolve("npm.log");
    var npm =
        new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
            .directory(FOLDER.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean ended = npm.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES);
    if (!ended) {
      npm.destroyForcibly();
    }
    assertThat(ended && npm.exitValue() == 0).as(Files.readString(log)).isTrue();
    Files.writeString(FOLDER.resolve("installed"), "by " + NpmServers.class.getName());
  }

  /** Whether it was there already. */
  private static boolean copy(String name) throws IOException {
    var target = FOLDER.resolve(name);
    boolean same = Files.exists(target) && Files.mismatch(SOURCE.resolve(name), target) < 0;
    Files.copy(SOURCE.resolve(name), target, StandardCopyOption.REPLACE_EXISTING);
    return same;
  }

  static List<String> everything(String transport) {
    return List.of("node", script("server-everything"), transport);
  }

  static List<String> filesystem(Path root) {
    return List.of("node", script("server-filesystem"), root.toString());
  }

  private static String script(String server) {
    return FOLDER
        .resolve(Path.of("node_modules", "@modelcontextprotocol", server, "dist", "index.js"))
        .toString();
  }

  private static boolean onPath(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
