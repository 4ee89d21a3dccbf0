package dev.troupe.agents.knowledge.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class KnowledgeSettingsTest {
  @Test
  void has_these_defaults() {
    assertThat(LocalKnowledgeBaseTest.SETTINGS)
        .isEqualTo(
            new KnowledgeSettings(
                32 * 1024 * 1024, 20_000, 2, 4_000, 100, 60, 20_000, Duration.ofSeconds(2)));
  }
}
