package dev.troupe.agents.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.agent.AgentEvent.FindingPublished;
import dev.troupe.agents.agent.AgentEvent.FindingRetracted;
import dev.troupe.agents.shared.Finding;
import dev.troupe.agents.shared.Source;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OwnFindingsTest {
  private static final Instant AT = Instant.parse("2026-11-20T10:00:00.000900Z");

  private static FindingPublished published(int assignment, Instant at) {
    var source = new Source("a.md", null, null);
    return FindingPublished.of(
        assignment, 1, Finding.of("", "It rains.", List.of(source), null, null, at));
  }

  private static FindingRetracted retracted(int assignment, Instant at) {
    return new FindingRetracted(assignment, 1, published(1, AT).finding(), at);
  }

  @Test
  void what_an_assignment_before_has_published_can_be_taken_back() {
    var own = OwnFindings.of(Stream.of(Shares.NONE.with(published(1, AT)), Shares.NONE));

    assertThat(own.holds(published(1, AT).finding())).isTrue();
    own.retracted(retracted(2, AT.plusSeconds(1)));
    assertThat(own.holds(published(1, AT).finding())).isFalse();
    assertThat(own.holds("another")).isFalse();
  }

  /** An agent may go on at a node whose clock is behind. */
  @Test
  void what_comes_later_has_a_later_moment_whatever_the_clock_says() {
    var own = OwnFindings.of(Stream.of(Shares.NONE.with(published(1, AT))));

    var takenBack = own.retracted(retracted(1, AT.minusSeconds(5)));
    assertThat(takenBack.at()).isEqualTo(published(1, AT).at());
    var again = own.published(published(1, AT.minusSeconds(4)));
    assertThat(again.at()).isAfter(takenBack.at());
    assertThat(own.holds(again.finding())).isTrue();
  }
}
