package dev.troupe.persistence.cassandra;

import java.util.Optional;

/** A claim, round by round: what to do with the row that is found, as far as it needs no store. */
sealed interface Claiming {
  /**
   * Who has it.
   *
   * @param node a process, by a name that no other has
   */
  record Row(long epoch, String node) {}

  /**
   * One round.
   *
   * @param next the claim, for a round behind this one
   */
  record Round(Claiming next, Step step) {}

  sealed interface Step {
    /** To be written if the row is still as it was found. */
    record Put(long epoch) implements Step {}

    /** Another has come first: to go above it would take away what it has just taken over. */
    record Lost(Row to) implements Step {}

    /** This process had it, and another has it now. */
    record TakenOver(Optional<Row> by) implements Step {}
  }

  /**
   * @param self the process that claims
   * @param now milliseconds
   */
  Round round(Optional<Row> found, String self, long now);

  /** Of what begins at this process: above whoever had it before, until it has looked. */
  record Fresh() implements Claiming {
    @Override
    public Round round(Optional<Row> found, String self, long now) {
      return new Begun(epoch(found)).round(found, self, now);
    }
  }

  /**
   * The same once it has looked.
   *
   * @param first the epoch that it found
   */
  record Begun(long first) implements Claiming {
    @Override
    public Round round(Optional<Row> found, String self, long now) {
      var another =
          found.filter(row -> row.epoch() != first).filter(row -> !row.node().equals(self));
      return new Round(
          this, another.<Step>map(Step.Lost::new).orElseGet(() -> put(epoch(found), now)));
    }
  }

  /**
   * Of what this process holds.
   *
   * @param above the new epoch is higher than this one, too
   */
  record Renewal(long above) implements Claiming {
    @Override
    public Round round(Optional<Row> found, String self, long now) {
      return new Round(
          this,
          found
              .filter(row -> row.node().equals(self))
              .<Step>map(row -> put(Math.max(row.epoch(), above), now))
              .orElseGet(() -> new Step.TakenOver(found)));
    }
  }

  private static Step put(long above, long now) {
    return new Step.Put(Math.max(above + 1, now));
  }

  private static long epoch(Optional<Row> found) {
    return found.map(Row::epoch).orElse(Epoch.NONE);
  }
}
