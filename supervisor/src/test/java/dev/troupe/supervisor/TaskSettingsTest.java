package dev.troupe.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.Budget;
import dev.troupe.agents.Budget.Exhaustion;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Defaults are promises: whoever changes one has to say so here. */
class TaskSettingsTest {

  @Test
  void the_defaults_are_these() {
    assertThat(TaskSettings.from(ConfigFactory.load()))
        .isEqualTo(
            new TaskSettings(
                "report",
                200,
                10_000,
                Duration.ofHours(1),
                Duration.ofDays(30),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Duration.ofSeconds(3),
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                Duration.ofSeconds(20),
                4096,
                1000,
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                "troupe.embedded.query",
                List.of(),
                new PlanSettings(
                    List.of("agent:planner", "agent:researcher", "agent:writer", "agent:reviewer"),
                    false),
                new Budget(null, null, null, null, Exhaustion.STOP, List.of(50, 80, 100)),
                Budget.NONE,
                new AdmissionSettings(200_000, Duration.ofSeconds(3), 0.85, Duration.ofSeconds(5)),
                new RetentionSettings(null, null, Duration.ofMinutes(10), Duration.ofMinutes(2))));
  }
}
