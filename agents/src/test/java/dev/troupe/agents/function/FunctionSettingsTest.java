package dev.troupe.agents.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;

class FunctionSettingsTest {
  @Test
  void the_defaults_are_pinned() {
    assertThat(FunctionSettings.of(ConfigFactory.load()))
        .isEqualTo(new FunctionSettings(256, 10_000));
  }

  @Test
  void none_at_once_is_refused_by_its_name() {
    var none =
        ConfigFactory.parseString("troupe.functions.at-once = 0")
            .withFallback(ConfigFactory.load());
    assertThatThrownBy(() -> FunctionSettings.of(none))
        .hasMessage("troupe.functions.at-once is 0: it must be at least 1");
  }
}
