package dev.troupe.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceBindingTest {
  private static List<ResourceBinding> bound(String to) {
    return ResourceBinding.from(
        ConfigFactory.parseString(
            "troupe.resources = [{ match = \"arn:*:Charge\", bind = \"%s\" }]".formatted(to)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent:writer", "java:Shop.charge", "workflow:charge", "human:approval"})
  void a_name_stands_for_whoever_can_do_a_step(String performer) {
    assertThat(bound(performer)).containsExactly(new ResourceBinding("arn:*:Charge", performer));
    assertThat(bound(performer).getFirst().fits("arn:aws:lambda:eu:1:function:Charge")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"writer", "agent:", "human:somebody", "arn:aws:other"})
  void anything_else_is_refused_with_what_can_be_said(String performer) {
    assertThatThrownBy(() -> bound(performer))
        .isInstanceOf(ConfigException.BadValue.class)
        .hasMessageContaining("'bind' binds 'arn:*:Charge' to '%s'".formatted(performer))
        .hasMessageContaining(
            "'agent:NAME', 'java:NAME', 'tool:NAME', 'workflow:NAME' or 'human:approval'");
  }

  @Test
  void nothing_is_bound_by_default() {
    assertThat(ResourceBinding.from(ConfigFactory.load())).isEmpty();
  }
}
