package dev.troupe.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.persistence.cassandra.Claiming.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One entity that moves from node to node, whose claims and rows may have no answer and arrive when
 * they like. What sharding takes for its home is the owner; the others do not know it, or do no
 * more than what they had begun.
 */
final class TakeOverSimulation {
  /** What keeps who was replaced from harm; each can be left out. */
  enum Rule {
    /** Behind a failed write a claim is renewed, not begun. */
    RENEWAL,
    /** Who learns that it was replaced writes no more. */
    HALT,
    /** A claim that another has come before is lost. */
    LOST,
    /** Who was suspended, or has ended, claims no more. */
    GUARD,
    /** A lineage is read back. */
    READ_BACK,
    /** What a living node holds that is not heard is not claimed. */
    STRANGERS
  }

  /** Why the entity has another home by now. */
  private enum Fate {
    /** It has ended here. */
    ENDED,
    SUSPENDED,
    /** Its node lives, is taken for dead, and neither knows it nor hears the other. */
    UNHEARD
  }

  private enum Phase {
    LOOK,
    CHECK,
    SEND
  }

  private record Event(long number, long epoch) {}

  private record Late(Optional<Row> found, Row next) {}

  private final Random random;
  private final Set<Rule> rules;
  private final boolean isBegunAnew;

  private Optional<Row> row = Optional.empty();
  private Optional<Lineage> marker = Optional.empty();
  private final List<Event> events = new ArrayList<>();
  private final List<Late> lateClaims = new ArrayList<>();
  private final List<Lineage> lateMarkers = new ArrayList<>();
  private final List<Event> lateEvents = new ArrayList<>();
  private final List<Host> hosts = new ArrayList<>();
  private Host owner;

  /**
   * @param isBegunAnew whether who is not the owner any more begins claims; else it only goes on
   *     with one that has had its first look, or with what it holds
   */
  TakeOverSimulation(Random random, Set<Rule> rules, boolean isBegunAnew) {
    this.random = random;
    this.rules = rules;
    this.isBegunAnew = isBegunAnew;
    this.owner = new Host("node 0");
    hosts.add(owner);
  }

  void run(int steps) {
    for (var step = 0; step < steps; step++) {
      switch (random.nextInt(12)) {
        case 0 -> move();
        case 1 -> arrives();
        case 2, 3, 4, 5, 6 -> owner.step();
        default -> hosts.get(random.nextInt(hosts.size())).step();
      }
      assertSound();
    }
  }

  private void move() {
    var fate = Fate.values()[random.nextInt(Fate.values().length)];
    owner.fate = Optional.of(fate);
    owner.isAsleep = fate == Fate.SUSPENDED;
    if (!isBegunAnew && owner.held == Epoch.NONE && !owner.hasLooked) {
      owner.isOver = true;
    }
    owner = new Host("node " + hosts.size());
    hosts.add(owner);
  }

  private void arrives() {
    if (!lateClaims.isEmpty()) {
      var late = lateClaims.remove(random.nextInt(lateClaims.size()));
      var _ = put(late);
    }
    if (!lateMarkers.isEmpty()) {
      save(lateMarkers.remove(random.nextInt(lateMarkers.size())));
    }
    if (!lateEvents.isEmpty()) {
      events.add(lateEvents.remove(random.nextInt(lateEvents.size())));
    }
  }

  private boolean put(Late claim) {
    var isAsFound = row.map(Row::epoch).equals(claim.found().map(Row::epoch));
    if (isAsFound) {
      row = Optional.of(claim.next());
    }
    return isAsFound;
  }

  private void save(Lineage lineage) {
    if (marker.isEmpty() || marker.get().lastEpoch() < lineage.lastEpoch()) {
      marker = Optional.of(lineage);
    }
  }

  private Lineage lineage() {
    return marker.orElseGet(() ->
        Lineage.begunBy(
            events.stream().filter(event -> event.number() == 1).map(Event::epoch).toList()));
  }

  private List<Event> journal() {
    return events.stream()
        .filter(event -> lineage().counts(event.number(), event.epoch()))
        .sorted((one, other) -> Long.compare(one.number(), other.number()))
        .toList();
  }

  private void assertSound() {
    if (owner.held != Epoch.NONE) {
      assertThat(row.map(Row::node)).as("overtaken").contains(owner.name);
    }
    if (owner.isNamed) {
      var journal = journal();
      assertThat(journal).extracting(Event::number).as("gaps").doesNotHaveDuplicates();
      assertThat(journal.stream().limit(owner.recovered.size()).toList())
          .as("recovered")
          .isEqualTo(owner.recovered);
      assertThat(journal).as("acknowledged").hasSize((int) owner.highest);
    }
  }

  private final class Host {
    private final String name;
    private Optional<Fate> fate = Optional.empty();
    private boolean isAsleep;
    private boolean isOver;
    private boolean isReplaced;

    private @Nullable Claiming claiming;
    private Phase phase = Phase.LOOK;
    private boolean hasLooked;
    private Optional<Row> found = Optional.empty();
    private long next;
    private long held = Epoch.NONE;

    private boolean isAlive;
    private boolean isNamed;
    private long epoch;
    private long highest;
    private Lineage lineage = Lineage.UNKNOWN;
    private List<Event> recovered = List.of();

    Host(String name) {
      this.name = name;
    }

    void step() {
      if (isAsleep) {
        isAsleep = random.nextInt(4) != 0;
      } else if (!isOver) {
        if (isAlive) {
          write();
        } else {
          claim(claiming == null ? begin(Epoch.NONE) : claiming);
        }
      }
    }

    private Claiming begin(long above) {
      phase = Phase.LOOK;
      hasLooked = false;
      return held != Epoch.NONE && rules.contains(Rule.RENEWAL)
          ? new Claiming.Renewal(above)
          : new Claiming.Fresh();
    }

    private boolean isRefused() {
      isOver = rules.contains(Rule.GUARD) && fate.filter(why -> why != Fate.UNHEARD).isPresent();
      return isOver;
    }

    private boolean isHeldByStranger() {
      return rules.contains(Rule.STRANGERS)
          && fate.filter(why -> why == Fate.UNHEARD).isPresent()
          && found.map(Row::node).filter(owner.name::equals).isPresent();
    }

    private void claim(Claiming current) {
      claiming = current;
      switch (phase) {
        case LOOK -> {
          if (!isRefused()) {
            look(current);
          }
        }
        case CHECK -> {
          if (!isRefused()) {
            phase = Phase.SEND;
          }
        }
        case SEND -> send();
      }
    }

    private void look(Claiming current) {
      found = row;
      hasLooked = true;
      var round = current.round(found, name, random.nextInt(100));
      claiming = rules.contains(Rule.LOST) ? round.next() : current;
      switch (round.step()) {
        case Claiming.Step.Put(var given) when !isHeldByStranger() -> {
          next = given;
          phase = Phase.CHECK;
        }
        case Claiming.Step.Put _, Claiming.Step.Lost _ -> giveUp();
        case Claiming.Step.TakenOver _ -> replaced();
      }
    }

    private void giveUp() {
      claiming = null;
      hasLooked = false;
      isOver = !isBegunAnew && !equals(owner);
    }

    private void send() {
      phase = Phase.LOOK;
      var claim = new Late(found, new Row(next, name));
      switch (random.nextInt(4)) {
        case 0 -> lateClaims.add(claim);
        case 1 -> {
          var _ = put(claim);
        }
        default -> {
          if (put(claim) && !isRefused()) {
            recover();
          }
        }
      }
    }

    private void recover() {
      held = next;
      claiming = null;
      lineage = lineage();
      if (lineage.lastEpoch() > held) {
        claiming = begin(lineage.lastEpoch());
        return;
      }
      isAlive = true;
      isNamed = false;
      epoch = held;
      recovered = journal();
      highest = recovered.size();
    }

    private void write() {
      if (fate.filter(why -> why != Fate.UNHEARD).isPresent()) {
        isOver = true;
        return;
      }
      if (!lineage.endsWith(epoch) && !announce()) {
        return;
      }
      var event = new Event(highest + 1, epoch);
      if (random.nextInt(4) == 0) {
        lateEvents.add(event);
        fail();
        return;
      }
      events.add(event);
      highest++;
      isNamed = true;
      assertThat(isReplaced).as("acknowledged by who knows that it was replaced").isFalse();
    }

    private boolean announce() {
      var announced = lineage.takenOver(epoch, highest + 1);
      if (highest > 0) {
        if (random.nextInt(4) == 0) {
          lateMarkers.add(announced);
          fail();
          return false;
        }
        save(announced);
        var isLast = lineage().lastEpoch() == epoch;
        if (rules.contains(Rule.READ_BACK) && !isLast) {
          replaced();
          return false;
        }
        assertThat(isLast).as("acknowledged by who is not named").isTrue();
      }
      lineage = announced;
      return true;
    }

    /** A write without an answer. */
    private void fail() {
      isAlive = false;
      isNamed = false;
    }

    private void replaced() {
      assertThat(this).as("the owner is ended").isNotSameAs(owner);
      isReplaced = true;
      isOver = rules.contains(Rule.HALT);
      claiming = null;
      // What else it hosts in the same shard goes on.
      isAlive = true;
    }
  }
}
