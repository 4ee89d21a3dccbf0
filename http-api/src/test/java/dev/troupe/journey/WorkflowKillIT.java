package dev.troupe.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the real program right after it has said that a workflow is stored. */
class WorkflowKillIT {
  @TempDir private Path folder;

  private Program serve() {
    return Program.serve(folder.resolve("logs"), folder.resolve("data"), "--quiet");
  }

  private static String saying(String words) {
    return "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"Result\":\"%s\",\"End\":true}}}"
        .formatted(words);
  }

  @Test
  void a_stored_workflow_and_its_next_version_are_there_after_a_kill() {
    for (var words : new String[] {"one", "two"}) {
      try (var first = serve()) {
        new Client(first.url()).putWorkflow("mine", saying(words));
        first.kill();
      }
      try (var second = serve()) {
        var client = new Client(second.url());
        var id = client.submit("Go.", "mine", words);

        assertThat(client.get("/v1/workflows/mine").at("/definition/States/A/Result").textValue())
            .isEqualTo(words);
        assertThat(client.await(id).path("status").textValue()).isEqualTo("completed");
      }
    }
  }
}
