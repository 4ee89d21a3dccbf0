package dev.troupe.agents.model.offline;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;

class OfflineSettingsTest {

  @Test
  void defaults_are_those_of_the_configuration() {
    assertThat(OfflineSettings.from(ConfigFactory.load()))
        .isEqualTo(new OfflineSettings(40, 6, 12))
        .isEqualTo(OfflineSettings.DEFAULTS);
  }

  @Test
  void each_setting_has_its_name() {
    var config =
        ConfigFactory.parseString(
            "troupe.offline { candidates = 1, claims = 2, listed-claims = 3 }");

    assertThat(OfflineSettings.from(config)).isEqualTo(new OfflineSettings(1, 2, 3));
  }
}
