package dev.troupe.agents.model.limits;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What was spent lately, kept in so many slots that any stretch as long as the rate's stays within
 * it. Pure but for its memory: time comes in, as nanoseconds that never run backwards.
 */
final class Window {
  /** More slots waste less of the rate: what was spent is remembered up to one slot too long. */
  private static final int SLOTS = 60;

  /** What one slot spent; kept by whoever may give some of it back. */
  static final class Slot {
    private final long forgottenAt;
    private long spent;

    private Slot(long forgottenAt) {
      this.forgottenAt = forgottenAt;
    }
  }

  private final Deque<Slot> slots = new ArrayDeque<>();
  private long spent;

  /**
   * When so much more may be spent, at the earliest: {@code now} if it may at once. What is more
   * than the whole rate has to wait until nothing was spent lately, and may go then: refused, it
   * could never go at all.
   */
  long free(Rate rate, long wanted, long now) {
    forget(now);
    long room = Math.max(0, rate.most() - wanted);
    long left = spent;
    long at = now;
    for (var slot : slots) {
      if (left <= room) {
        break;
      }
      left -= slot.spent;
      at = slot.forgottenAt;
    }
    return at;
  }

  Slot spend(Rate rate, long amount, long now) {
    forget(now);
    long slotLength = slotLength(rate.per());
    long end = (Math.floorDiv(now, slotLength) + 1) * slotLength + rate.per().toNanos();
    var slot = lastOr(end);
    slot.spent += amount;
    spent += amount;
    return slot;
  }

  /** Only the newest can be the same: a rate's length may have changed in between. */
  private Slot lastOr(long forgottenAt) {
    var last = slots.peekLast();
    if (last != null && last.forgottenAt >= forgottenAt) {
      return last;
    }
    var slot = new Slot(forgottenAt);
    slots.addLast(slot);
    return slot;
  }

  private static long slotLength(Duration per) {
    return Math.max(1, per.toNanos() / SLOTS);
  }

  /** Without effect on what has been forgotten. */
  void giveBack(@Nullable Slot slot, long amount, long now) {
    forget(now);
    if (slot != null && slot.forgottenAt > now) {
      long back = Math.min(amount, slot.spent);
      slot.spent -= back;
      spent -= back;
    }
  }

  private void forget(long now) {
    for (var oldest = slots.peekFirst();
        oldest != null && oldest.forgottenAt <= now;
        oldest = slots.peekFirst()) {
      spent -= oldest.spent;
      slots.removeFirst();
    }
  }

  long spent(long now) {
    forget(now);
    return spent;
  }
}
