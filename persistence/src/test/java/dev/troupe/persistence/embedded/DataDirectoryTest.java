package dev.troupe.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.troupe.persistence.DataDirectory;
import dev.troupe.persistence.StoreFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  private static final long OWN_PID = ProcessHandle.current().pid();

  @TempDir private Path temporary;

  @Test
  void is_made_for_its_owner_only() throws Exception {
    try (var held = DataDirectory.open(temporary.resolve("deep/data"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(held.path())))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void refuses_a_second_engine_of_the_same_process_naming_the_first() {
    try (var _ = DataDirectory.open(temporary)) {
      assertThatThrownBy(() -> DataDirectory.open(temporary))
          .isInstanceOf(StoreFailure.DirectoryHeld.class)
          .hasMessageContaining("held by process " + OWN_PID)
          .hasMessageContaining(temporary.toString());
    }
  }

  @Test
  void knows_its_holder_while_it_is_held_and_no_longer() {
    assertThat(DataDirectory.holder(temporary)).isEmpty();
    try (var held = DataDirectory.open(temporary)) {
      assertThat(DataDirectory.holder(temporary))
          .contains(new DataDirectory.Holder(OWN_PID, Optional.empty()));
      held.announce("http://127.0.0.1:8080");
      assertThat(DataDirectory.holder(temporary))
          .contains(new DataDirectory.Holder(OWN_PID, Optional.of("http://127.0.0.1:8080")));
    }
    assertThat(DataDirectory.holder(temporary)).isEmpty();
    assertThat(DataDirectory.holder(temporary.resolve("missing"))).isEmpty();
  }

  @Test
  void can_be_taken_again_after_it_was_let_go() {
    DataDirectory.open(temporary).close();

    DataDirectory.open(temporary).close();
  }

  @Test
  void is_refused_to_another_process_with_pid_and_url_and_free_once_that_is_killed()
      throws Exception {
    var process = HoldingProcess.start(temporary, "http://127.0.0.1:4711");
    try {
      assertThat(DataDirectory.holder(temporary))
          .contains(new DataDirectory.Holder(process.pid(), Optional.of("http://127.0.0.1:4711")));
      var refusal =
          catchThrowableOfType(
              StoreFailure.DirectoryHeld.class, () -> DataDirectory.open(temporary));
      assertThat(refusal.pid()).isEqualTo(process.pid());
      assertThat(refusal.url()).contains("http://127.0.0.1:4711");
      assertThat(refusal).hasMessageContaining("http://127.0.0.1:4711");
    } finally {
      WritingProcess.kill(process);
    }

    assertThat(Files.readString(temporary.resolve("lock"))).startsWith(process.pid() + "\n");
    assertThat(DataDirectory.holder(temporary)).isEmpty();
    DataDirectory.open(temporary).close();
  }

  @Test
  void names_a_path_that_is_no_directory() throws Exception {
    var file = Files.createFile(temporary.resolve("file"));

    assertThatThrownBy(() -> DataDirectory.open(file))
        .isInstanceOf(StoreFailure.Unreadable.class)
        .hasMessageContaining(file.toString());
  }
}
