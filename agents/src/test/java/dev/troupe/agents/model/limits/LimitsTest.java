package dev.troupe.agents.model.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private static Limits limits(String settings) {
    var defaults = ConfigFactory.load().getConfig("troupe.models.provider-defaults.limits");
    return Limits.of(ConfigFactory.parseString(settings).withFallback(defaults), "here");
  }

  @Test
  void by_default_nothing_is_limited_and_a_broken_endpoint_is_left_alone_for_a_while() {
    var limits = limits("");

    assertThat(limits.none()).isTrue();
    assertThat(limits.waiting()).isEqualTo(10_000);
    assertThat(limits.circuit())
        .isEqualTo(new CircuitSettings(80, 50, 20, Duration.ofSeconds(5), 5));
  }

  @Test
  void every_node_gets_its_part_rounded_down_but_one_call_at_once_at_least() {
    var limits = limits("calls-at-once = 10, requests-per-minute = 60, tokens-per-minute = 1000");

    var part = limits.shared(3);
    assertThat(part.callsAtOnce()).isEqualTo(3);
    assertThat(part.requests()).contains(Rate.perMinute(20));
    assertThat(part.tokens()).contains(Rate.perMinute(333));
    assertThat(limits.shared(100).callsAtOnce()).isEqualTo(1);
    assertThat(limits.shared(0)).isEqualTo(limits.shared(1));
  }

  @Test
  void all_parts_together_are_never_more_than_the_whole() {
    var limits = limits("calls-at-once = 37, requests-per-minute = 41, tokens-per-minute = 997");
    for (int members = 1; members <= 37; members++) {
      var part = limits.shared(members);
      assertThat(members * part.callsAtOnce()).isLessThanOrEqualTo(37);
      assertThat(members * part.requests().orElseThrow().most()).isLessThanOrEqualTo(41);
      assertThat(members * part.tokens().orElseThrow().most()).isLessThanOrEqualTo(997);
    }
  }

  @Test
  void what_cannot_be_used_is_named() {
    assertThatThrownBy(() -> limits("calls-at-one = 3"))
        .hasMessageStartingWith("here.calls-at-one: there is no such setting")
        .hasMessageContaining("calls-at-once");
    assertThatThrownBy(() -> limits("circuit.opens = 3 s"))
        .hasMessageStartingWith("here.circuit.opens: there is no such setting");
    assertThatThrownBy(() -> limits("requests-per-minute = -1"))
        .hasMessage("here.requests-per-minute: -1 is too few; write 0 or more");
    assertThatThrownBy(() -> limits("circuit.failures-percent = 101"))
        .hasMessageStartingWith("here.circuit.failures-percent: 101 is more than all");
  }
}
