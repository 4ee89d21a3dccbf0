package dev.troupe.agents.model.limits;

import dev.troupe.agents.model.limits.Line.Place;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Gives back what a try took, exactly once. */
final class Admitted implements Permit {
  private final AtomicBoolean told = new AtomicBoolean();
  private final Counts counts;
  private final @Nullable Circuit circuit;
  private final Circuit.Leave leave;
  private final @Nullable Turns turns;
  private final @Nullable Place place;

  /**
   * @param circuit null if there is none
   * @param turns null if there is nothing to wait for; then so is the place
   */
  Admitted(
      Counts counts,
      @Nullable Circuit circuit,
      Circuit.Leave leave,
      @Nullable Turns turns,
      @Nullable Place place) {
    this.counts = counts;
    this.circuit = circuit;
    this.leave = leave;
    this.turns = turns;
    this.place = place;
  }

  @Override
  public void answered(long tokens) {
    if (told.compareAndSet(false, true)) {
      giveBack(tokens == 0 ? estimate() : tokens);
      worked(true);
    }
  }

  @Override
  public void ended(Outcome outcome) {
    if (!told.compareAndSet(false, true)) {
      return;
    }
    switch (outcome) {
      case DENIED -> {
        giveBack(0);
        worked(true);
      }
      case DOWN -> {
        giveBack(0);
        worked(false);
      }
      case LATE -> {
        giveBack(estimate());
        worked(false);
      }
      case UNREADABLE -> {
        giveBack(estimate());
        worked(true);
      }
      case NOT_SENT -> {
        giveBack(0);
        stopped();
      }
      case STOPPED -> {
        giveBack(estimate());
        stopped();
      }
    }
  }

  private long estimate() {
    return place == null ? 0 : place.tokens();
  }

  private void giveBack(long spent) {
    counts.end();
    if (turns != null && place != null) {
      turns.end(place, spent);
    }
  }

  private void stopped() {
    if (circuit != null) {
      circuit.stopped(leave);
    }
  }

  private void worked(boolean worked) {
    if (circuit != null) {
      circuit.end(leave, worked);
    }
  }
}
