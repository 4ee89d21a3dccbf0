package dev.troupe.http.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildStampTest {
  private static final Instant BEGAN = Instant.parse("2026-11-22T01:10:00Z");
  private static final String ALL =
      "[MavenProject: dev.troupe:troupe-agents:0.1.0-SNAPSHOT @ /p/agents/pom.xml, MavenProject: dev.troupe:troupe-http-api:0.1.0-SNAPSHOT @ /p/http-api/pom.xml]";

  @TempDir private Path app;

  @BeforeEach
  void packaged() throws Exception {
    Files.createDirectory(app.resolve("lib"));
    for (var jar :
        new String[] {
          "troupe-agents-0.1.0-SNAPSHOT.jar", "troupe-http-api-0.1.0-SNAPSHOT.jar", "other-1.0.jar"
        }) {
      Files.createFile(app.resolve("lib").resolve(jar));
    }
  }

  @Test
  void carries_the_time_at_which_the_build_began() throws Exception {
    BuildStamp.write(app, BEGAN, ALL);

    assertThat(Files.getLastModifiedTime(app.resolve("built")).toInstant()).isEqualTo(BEGAN);
  }

  @Test
  void says_nothing_of_a_build_that_left_a_module_out() throws Exception {
    BuildStamp.write(app, BEGAN, ALL.replace("troupe-agents", "troupe-agents-of-others"));

    assertThat(app.resolve("built")).doesNotExist();
  }
}
