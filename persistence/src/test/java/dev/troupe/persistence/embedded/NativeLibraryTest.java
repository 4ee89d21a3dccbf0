package dev.troupe.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {

  @Test
  void is_loaded_from_its_copy_beside_the_data(@TempDir Path directory) throws Exception {
    var process = WritingProcess.start(directory);
    try {
      assertThat(process.inputReader().readLine()).isNotNull();
      var maps = Path.of("/proc", Long.toString(process.pid()), "maps");
      assumeTrue(Files.exists(maps), "needs /proc to see what a process has loaded");

      assertThat(Files.readString(maps)).contains(directory.resolve("native").toString());
    } finally {
      WritingProcess.kill(process);
    }
  }
}
