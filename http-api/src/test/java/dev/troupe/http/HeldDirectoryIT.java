package dev.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.cluster.NodeConfiguration;
import dev.troupe.persistence.Json;
import dev.troupe.persistence.StoreFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second engine on a data directory that another one holds. */
class HeldDirectoryIT {
  @TempDir private Path folder;

  private Config config(String more) {
    return NodeConfiguration.load(
        ConfigFactory.parseString(more)
            .withFallback(
                ConfigFactory.parseMap(
                    Map.of("troupe.store.directory", folder.resolve("data").toString()))),
        null);
  }

  @Test
  void is_refused_before_it_starts_an_mcp_server_or_pins_its_tools() {
    var begun = folder.resolve("begun");
    var command = Json.write(List.of("sh", "-c", "echo > '%s'".formatted(begun)));

    try (var _ = Engine.start(config(""))) {
      assertThatThrownBy(() -> Engine.start(config("troupe.mcp.far { command = " + command + " }")))
          .isInstanceOf(StoreFailure.class);
    }

    assertThat(begun).doesNotExist();
    assertThat(folder.resolve("data").resolve("mcp-pins.json")).doesNotExist();
  }
}
