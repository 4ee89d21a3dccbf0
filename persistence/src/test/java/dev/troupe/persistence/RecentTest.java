package dev.troupe.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentTest {
  @Test
  void what_was_used_stays_and_what_was_not_goes() {
    var recent = Recent.<String, Integer>byUse(2);
    recent.put("a", 1);
    recent.put("b", 2);
    assertThat(recent.get("a")).isEqualTo(1);
    recent.put("c", 3);
    assertThat(recent).containsOnlyKeys("a", "c");
  }

  @Test
  void by_age_the_first_goes_whether_or_not_it_was_used() {
    var recent = Recent.<String, Integer>byAge(2);
    recent.put("a", 1);
    recent.put("b", 2);
    assertThat(recent.get("a")).isEqualTo(1);
    recent.put("c", 3);
    assertThat(recent).containsOnlyKeys("b", "c");
  }
}
