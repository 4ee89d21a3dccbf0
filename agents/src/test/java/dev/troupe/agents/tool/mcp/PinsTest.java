package dev.troupe.agents.tool.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.persistence.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinsTest {
  private static final ToolDefinition TOOL =
      ToolDefinition.listed(Json.parse("{\"name\":\"t\",\"description\":\"d\"}"));

  @TempDir Path folder;

  @Test
  void are_all_kept_when_servers_are_met_at_the_same_time() {
    var file = Optional.of(folder.resolve("below").resolve("pins.json"));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 30; i++) {
        var server = "s" + i;
        threads.execute(() -> new Pins(file).pin(server, List.of(TOOL)));
      }
    }
    for (int i = 0; i < 30; i++) {
      assertThat(new Pins(file).of("s" + i)).containsEntry("t", TOOL);
    }
  }

  @Test
  void replace_what_was_pinned_for_the_same_server_only() {
    var pins = new Pins(Optional.empty());
    pins.pin("a", List.of(TOOL));
    pins.pin("b", List.of(TOOL));
    pins.pin("a", List.of());
    assertThat(pins.of("a")).isEmpty();
    assertThat(pins.of("b")).containsOnlyKeys("t");
  }
}
