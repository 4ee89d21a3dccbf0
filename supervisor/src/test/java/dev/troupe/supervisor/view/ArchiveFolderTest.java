package dev.troupe.supervisor.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.persistence.archive.ArchiveItem;
import dev.troupe.supervisor.task.TaskId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.javadsl.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the folder of removed tasks holds, and who can read it. */
class ArchiveFolderTest {
  private static final TaskId TASK = new TaskId("default", "one");
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path folder;
  private final ActorTestKit kit = ActorTestKit.create();

  @AfterEach
  void shutDown() {
    kit.shutdownTestKit();
  }

  private ArchiveFolder archive() {
    return new ArchiveFolder(kit.system(), folder.resolve("archive"));
  }

  private Path ofTenant() {
    return folder.resolve("archive").resolve("default");
  }

  private void write(Source<ArchiveItem, NotUsed> items) {
    archive().write(TASK, NOW, NOW, items).toCompletableFuture().join();
  }

  @Test
  void a_write_that_fails_leaves_no_file() throws IOException {
    assertThatThrownBy(() -> write(Source.failed(new IllegalStateException("unreadable"))))
        .hasStackTraceContaining("unreadable");

    assertThat(Files.isDirectory(ofTenant())).isTrue();
    assertThat(ofTenant()).isEmptyDirectory();
  }

  @Test
  void nobody_but_the_owner_can_read_it() throws IOException {
    write(Source.empty());

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(ofTenant())))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(archive().file(TASK, NOW))))
        .isEqualTo("rw-------");
  }

  @Test
  void what_a_kill_has_left_is_swept_and_what_is_being_written_stays() throws IOException {
    Files.createDirectories(ofTenant());
    var left = Files.createFile(ofTenant().resolve("a.ndjson.1.unfinished"));
    Files.setLastModifiedTime(left, FileTime.from(NOW.minus(Duration.ofHours(2))));
    var written = Files.createFile(ofTenant().resolve("a.ndjson.2.unfinished"));
    Files.setLastModifiedTime(written, FileTime.from(NOW));

    archive().sweep("default", NOW).toCompletableFuture().join();

    assertThat(left).doesNotExist();
    assertThat(written).exists();
  }
}
