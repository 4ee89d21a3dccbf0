package dev.troupe.agents.model.limits;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may go and who waits: first come, first served within a tenant, and by turns between tenants.
 * Without clock, threads and chance; time comes in as nanoseconds. Not for several threads.
 */
final class Line {
  static final long NEVER = Long.MAX_VALUE;

  /** A try's place, from its arrival to its end. */
  static final class Place {
    private final String tenant;
    private final long tokens;
    private Window.@Nullable Slot tokenSlot;
    private Window.@Nullable Slot requestSlot;

    Place(String tenant, long tokens) {
      this.tenant = tenant;
      this.tokens = tokens;
    }

    /** At most, as estimated. */
    long tokens() {
      return tokens;
    }
  }

  enum Arrival {
    GOES,
    WAITS,
    FULL
  }

  /** The tenant whose turn is next comes first. */
  private final LinkedHashMap<String, LinkedHashSet<Place>> waiting = new LinkedHashMap<>();

  private final Window requests = new Window();
  private final Window tokens = new Window();
  private final int waitingAtMost;
  private Allowance allowance;
  private int inFlight;
  private int waitingNow;

  Line(Allowance allowance, int waitingAtMost) {
    this.allowance = allowance;
    this.waitingAtMost = waitingAtMost;
  }

  /** Those who wait go first: ask {@link #next} before. */
  Arrival arrive(Place place, long now) {
    if (waitingNow == 0 && mayGoAt(place, now) == now) {
      go(place, now);
      return Arrival.GOES;
    }
    if (waitingNow >= waitingAtMost) {
      return Arrival.FULL;
    }
    waiting.computeIfAbsent(place.tenant, _ -> new LinkedHashSet<>()).addLast(place);
    waitingNow++;
    return Arrival.WAITS;
  }

  /** The next that goes now, if any may. */
  Optional<Place> next(long now) {
    return head()
        .filter(place -> mayGoAt(place, now) == now)
        .map(place -> {
          takeTurn(place);
          go(place, now);
          return place;
        });
  }

  private void takeTurn(Place place) {
    var queue = waiting.remove(place.tenant);
    if (queue != null) {
      queue.remove(place);
      waitingNow--;
      if (!queue.isEmpty()) {
        waiting.putLast(place.tenant, queue);
      }
    }
  }

  private void go(Place place, long now) {
    inFlight++;
    place.requestSlot = allowance.requests().map(rate -> requests.spend(rate, 1, now)).orElse(null);
    place.tokenSlot =
        allowance.tokens().map(rate -> tokens.spend(rate, place.tokens, now)).orElse(null);
  }

  /** Whoever waits gives up. False if it does not wait, because its turn has come. */
  boolean leave(Place place) {
    var queue = waiting.get(place.tenant);
    if (queue == null || !queue.remove(place)) {
      return false;
    }
    waitingNow--;
    if (queue.isEmpty()) {
      waiting.remove(place.tenant);
    }
    return true;
  }

  /**
   * Whoever went has ended.
   *
   * @param spent tokens
   */
  void end(Place place, long spent, long now) {
    inFlight--;
    if (spent <= place.tokens) {
      tokens.giveBack(place.tokenSlot, place.tokens - spent, now);
    } else {
      allowance.tokens().ifPresent(rate -> tokens.spend(rate, spent - place.tokens, now));
    }
  }

  /** Whoever went was not sent after all. */
  void undo(Place place, long now) {
    end(place, 0, now);
    requests.giveBack(place.requestSlot, 1, now);
  }

  /** From now on. */
  void allow(Allowance changed) {
    allowance = changed;
  }

  /** When the next may go if nothing else happens; {@link #NEVER} if time alone lets nobody go. */
  long nextAt(long now) {
    return head().map(place -> mayGoAt(place, now)).orElse(NEVER);
  }

  private long mayGoAt(Place place, long now) {
    if (inFlight >= allowance.callsAtOnce()) {
      return NEVER;
    }
    return Math.max(requestsFree(now), tokensFree(place, now));
  }

  private long requestsFree(long now) {
    return allowance.requests().map(rate -> requests.free(rate, 1, now)).orElse(now);
  }

  private long tokensFree(Place place, long now) {
    return allowance.tokens().map(rate -> tokens.free(rate, place.tokens, now)).orElse(now);
  }

  private Optional<Place> head() {
    var first = waiting.firstEntry();
    return first == null ? Optional.empty() : Optional.of(first.getValue().getFirst());
  }

  /** What holds those who wait. */
  Limit holding(Place place, long now) {
    if (inFlight >= allowance.callsAtOnce()) {
      return Limit.CALLS_AT_ONCE;
    }
    return requestsFree(now) >= tokensFree(place, now)
        ? Limit.REQUESTS_PER_MINUTE
        : Limit.TOKENS_PER_MINUTE;
  }

  int inFlight() {
    return inFlight;
  }

  int waiting() {
    return waitingNow;
  }
}
