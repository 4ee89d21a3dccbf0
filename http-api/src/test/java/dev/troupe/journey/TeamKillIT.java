package dev.troupe.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kills the real program with SIGKILL while a router chooses, and lets the team go on. */
class TeamKillIT {
  private static final List<String> CHOSEN =
      List.of("ghost", "planner", "researcher", "writer", "done");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void what_was_decided_stays_decided_and_nothing_is_decided_twice(int underWay) {
    try (var models =
        new PromptLedger(CHOSEN.stream().map(TeamKillIT::message).toList(), underWay)) {
      String id;
      List<JsonNode> before;
      try (var first = serve(models)) {
        var client = new Client(first.url());
        id = client.submit("What does nobody know?", "team", "once");
        models.awaitHanging();
        before = client.events(id);
        first.kill();
      }
      assertThat(decisions(before)).isEqualTo(CHOSEN.subList(0, underWay - 1));
      try (var second = serve(models)) {
        var client = new Client(second.url());
        assertThat(client.await(id).path("status").textValue()).isEqualTo("completed");

        var after = client.events(id);
        assertThat(after.subList(0, before.size())).isEqualTo(before);
        assertThat(decisions(after)).isEqualTo(CHOSEN);
        assertThat(models.bodies()).hasSize(CHOSEN.size());
        var history = new History(client.export(id));
        assertThat(history.faults()).isEmpty();
        // Five choices, and a planner, a researcher and a writer between them.
        assertThat(history.count("step-assigned")).isEqualTo(8);
        assertThat(history.writes()).isEqualTo(1 + 2 * 8);
      }
    }
  }

  /** Read from the events as a client would. */
  private static List<String> decisions(List<JsonNode> events) {
    return events.stream()
        .filter(event -> event.path("type").asText().equals("step-returned"))
        .map(event -> event.at("/data/output"))
        .filter(output -> output.has("why"))
        .map(output -> output.path("next").asText())
        .toList();
  }

  private static String message(String next) {
    var answer = JsonNodeFactory.instance.objectNode().put("next", next).put("why", "It is time.");
    return PromptLedger.says(answer.toString());
  }

  private Program serve(PromptLedger models) {
    var config =
        """
        troupe.models.providers.stub { base-url = "%s" }
        troupe.roles.router.model = "stub/m-1"
        """
            .formatted(models.url());
    return Program.serveIn(folder, config);
  }
}
