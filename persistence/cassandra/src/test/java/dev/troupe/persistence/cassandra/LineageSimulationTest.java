package dev.troupe.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Lives of one entity on several nodes, with writes that arrive as late as they like: what a life
 * has recovered must stay the beginning of the journal for all that are recovered later.
 */
class LineageSimulationTest {
  private static final int RUNS = 20_000;
  private static final int STEPS = 60;

  private record Row(long number, long epoch) {}

  /** What is on its way to the store. */
  private record Late(Optional<Lineage> marker, Optional<Row> row) {}

  private static final class Store {
    private final List<Row> rows = new ArrayList<>();
    private Optional<Lineage> marker = Optional.empty();

    void arrives(Late late) {
      late.marker()
          .ifPresent(given -> {
            if (marker.isEmpty() || last(given) > last(marker.get())) {
              marker = Optional.of(given);
            }
          });
      late.row().ifPresent(rows::add);
    }

    private static long last(Lineage lineage) {
      return lineage.writers().getLast().epoch();
    }

    Lineage lineage() {
      return marker.orElseGet(() ->
          Lineage.begunBy(rows.stream().filter(row -> row.number() == 1).map(Row::epoch).toList()));
    }

    List<Row> journal() {
      var lineage = lineage();
      return rows.stream()
          .filter(row -> lineage.counts(row.number(), row.epoch()))
          .sorted(Comparator.comparingLong(Row::number))
          .toList();
    }
  }

  /** A life of the entity; a zombie goes on writing without knowing that there is another. */
  private static final class Entity {
    private final long epoch;
    private final List<Row> recovered;
    private Lineage lineage;
    private final Deque<Late> onTheWay = new ArrayDeque<>();
    private long highest;

    Entity(long epoch, Store store) {
      this.epoch = epoch;
      this.recovered = store.journal();
      this.lineage = store.lineage();
      this.highest = recovered.size();
    }

    /** Its next event, unless one is still on its way: first the row that says so, if need be. */
    void write() {
      if (!onTheWay.isEmpty()) {
        return;
      }
      if (!lineage.endsWith(epoch)) {
        lineage = lineage.takenOver(epoch, highest + 1);
        if (highest > 0) {
          onTheWay.add(new Late(Optional.of(lineage), Optional.empty()));
        }
      }
      highest++;
      onTheWay.add(new Late(Optional.empty(), Optional.of(new Row(highest, epoch))));
    }

    void arrives(Store store) {
      if (!onTheWay.isEmpty()) {
        store.arrives(onTheWay.removeFirst());
      }
    }
  }

  @Test
  void what_the_newest_life_has_recovered_and_written_is_the_journal_for_ever() {
    for (var seed = 0; seed < RUNS; seed++) {
      run(new Random(seed), seed);
    }
  }

  private static void run(Random random, int seed) {
    var store = new Store();
    var zombies = new ArrayList<Entity>();
    var newest = new Entity(1, store);
    for (var step = 0; step < STEPS; step++) {
      var zombie = zombies.isEmpty() ? newest : zombies.get(random.nextInt(zombies.size()));
      switch (random.nextInt(6)) {
        case 0 -> {
          zombies.add(newest);
          newest = new Entity(step + 2L, store);
          assertGapless(newest.recovered, seed);
        }
        case 1 -> newest.write();
        case 2, 3 -> newest.arrives(store);
        case 4 -> zombie.write();
        default -> zombie.arrives(store);
      }
      assertIsTheJournal(newest, store, seed);
    }
    for (var zombie : zombies) {
      zombie.arrives(store);
      zombie.arrives(store);
    }
    assertIsTheJournal(newest, store, seed);
  }

  private static void assertIsTheJournal(Entity newest, Store store, int seed) {
    if (!newest.lineage.endsWith(newest.epoch) || !newest.onTheWay.isEmpty()) {
      // Until it was answered, what others have written late may count.
      return;
    }
    var journal = store.journal();
    assertGapless(journal, seed);
    assertThat(journal).as("seed %d", seed).hasSize((int) newest.highest);
    var known = newest.recovered.size();
    assertThat(journal.subList(0, known)).as("seed %d", seed).isEqualTo(newest.recovered);
    assertThat(journal.subList(known, journal.size()))
        .as("seed %d", seed)
        .allMatch(row -> row.epoch() == newest.epoch);
  }

  private static void assertGapless(List<Row> journal, int seed) {
    for (var i = 0; i < journal.size(); i++) {
      assertThat(journal.get(i).number()).as("seed %d: %s", seed, journal).isEqualTo(i + 1L);
    }
  }
}
