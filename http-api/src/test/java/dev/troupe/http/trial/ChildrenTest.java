package dev.troupe.http.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildrenTest {
  @TempDir Path folder;

  private final List<Process> started = new ArrayList<>();
  private final List<String> told = new ArrayList<>();

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
  }

  private Process sleeping() throws Exception {
    var process = new ProcessBuilder("sleep", "600").start();
    started.add(process);
    return process;
  }

  @Test
  void what_an_earlier_cluster_has_left_ends_last_started_first() throws Exception {
    var first = sleeping();
    var second = sleeping();
    new Children(folder).add(first.toHandle());
    new Children(folder).add(second.toHandle());

    new Children(folder).stopLeft(told::add);

    assertThat(first.waitFor()).isNotZero();
    assertThat(second.waitFor()).isNotZero();
    assertThat(told)
        .containsExactly(
            "stopping process %d, which an earlier cluster has left".formatted(second.pid()),
            "stopping process %d, which an earlier cluster has left".formatted(first.pid()));
  }

  @Test
  void a_pid_that_is_anothers_by_now_and_a_torn_line_are_left_alone() throws Exception {
    var other = sleeping();
    Files.writeString(folder.resolve("children"), "%d 12345%n17".formatted(other.pid()));

    new Children(folder).stopLeft(told::add);

    assertThat(other.isAlive()).isTrue();
    assertThat(told).isEmpty();
  }

  @Test
  void nothing_is_stopped_twice() throws Exception {
    new Children(folder).add(sleeping().toHandle());
    new Children(folder).stopLeft(told::add);

    new Children(folder).stopLeft(told::add);

    assertThat(told).hasSize(1);
  }
}
