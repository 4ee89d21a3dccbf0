package dev.troupe.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.util.Environment;

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

  @Test
  void what_is_loaded_ahead_is_the_programs_copy(@TempDir Path program) throws Exception {
    System.setProperty("troupe.native", program.toString());
    try {
      NativeLibrary.loadAhead();
    } finally {
      System.clearProperty("troupe.native");
    }

    var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!hasLibrary(program)) {
      assertThat(System.nanoTime()).as("its copy is there in time").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private static boolean hasLibrary(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.anyMatch(file -> file.endsWith(Environment.getJniLibraryFileName("rocksdbjni")));
    } catch (UncheckedIOException moved) {
      return false;
    }
  }
}
