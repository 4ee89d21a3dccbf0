package dev.troupe.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TeamSettingsTest {
  private static TeamSettings with(String settings) {
    return TeamSettings.from(
        ConfigFactory.parseString(settings).withFallback(ConfigFactory.load()));
  }

  @Test
  void the_defaults_are_these() {
    var settings = with("");

    assertThat(settings.turns()).isEqualTo(20);
    assertThat(settings.stallTurns()).isEqualTo(3);
    assertThat(settings.roles().keySet())
        .containsExactly("planner", "researcher", "reviewer", "writer");
  }

  @Test
  void an_empty_text_takes_a_role_off_the_list() {
    assertThat(with("troupe.team.roles { reviewer = \"\", critic = \"Doubts.\" }").roles())
        .containsEntry("critic", "Doubts.")
        .doesNotContainKey("reviewer");
  }

  @ParameterizedTest
  @CsvSource({
    "troupe.team.turns = 0, troupe.team.turns",
    "troupe.team.turns = 201, troupe.team.turns",
    "troupe.team.stall-turns = 0, troupe.team.stall-turns",
    "troupe.team.roles.router = x, cannot choose itself",
    "troupe.team.roles.Big = x, must match",
  })
  void what_cannot_be_is_refused_by_its_name(String settings, String said) {
    assertThatThrownBy(() -> with(settings)).hasMessageContaining(said);
  }
}
