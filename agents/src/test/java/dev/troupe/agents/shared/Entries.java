package dev.troupe.agents.shared;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.pekko.actor.Address;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.ddata.SelfUniqueAddress;

/** Entries and nodes for tests. */
final class Entries {
  static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");
  static final String TASK = "default/0b8f";
  static final Bounds WIDE = new Bounds(1 << 20, 1 << 20, 1 << 20, 1 << 20, Duration.ofDays(1));

  private Entries() {}

  static SelfUniqueAddress node(int number) {
    return new SelfUniqueAddress(
        new UniqueAddress(
            new Address("pekko", "troupe", "127.0.0.1", 7000 + number), (long) number));
  }

  static Entry.Published published(String task, String author, String claim, int second) {
    return new Entry.Published(task, finding(author, claim, second));
  }

  static Finding finding(String author, String claim, int second, String... contradicts) {
    return Finding.of(
        author,
        claim,
        List.of(new Source("costs.md", "p-1", null)),
        0.75,
        List.of(contradicts),
        AT.plusSeconds(second));
  }
}
