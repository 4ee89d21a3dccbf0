package dev.troupe.agents.model.limits;

import dev.troupe.agents.model.limits.GatewayMetrics.Reason;
import dev.troupe.agents.model.limits.Line.Place;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What every try of a call to one provider passes through: its turn within the limits, and the
 * endpoint's circuit. Blocks its virtual thread.
 */
public final class Gate {
  private final String provider;
  private final Limits limits;
  private final Share share;
  private final LongSupplier nanos;
  private final @Nullable Turns turns;
  private final Counts counts = new Counts();
  private final Map<URI, Circuit> circuits = new ConcurrentHashMap<>();

  private Gate(String provider, Limits limits, Share share, LongSupplier nanos) {
    this.provider = provider;
    this.limits = limits;
    this.share = share;
    this.nanos = nanos;
    this.turns =
        limits.none()
            ? null
            : new Turns(limits.waiting(), nanos, () -> limits.shared(share.members()));
  }

  public static Gate create(String provider, Limits limits, Share share) {
    long start = System.nanoTime();
    return create(provider, limits, share, () -> System.nanoTime() - start);
  }

  static Gate create(String provider, Limits limits, Share share, LongSupplier nanos) {
    var gate = new Gate(provider, limits, share, nanos);
    var turns = gate.turns;
    if (turns != null) {
      share.onChange(turns::look);
    }
    return gate;
  }

  /** Whether {@link Try#tokens} is looked at: an estimate costs a walk through the prompt. */
  public boolean countsTokens() {
    return limits.tokens().isPresent();
  }

  /**
   * Waits for the try's turn, until its deadline.
   *
   * @throws Refusal if it is not let out; nothing is to be given back then
   */
  public Permit enter(Try attempt) throws InterruptedException {
    var circuit = circuit(attempt.endpoint());
    if (circuit != null && circuit.openFor().isPresent()) {
      throw open(attempt, circuit);
    }
    var place = turns == null ? null : turn(turns, attempt);
    var leave = circuit == null ? Circuit.Leave.USUAL : circuit.begin();
    if (circuit != null && leave == Circuit.Leave.NONE) {
      if (turns != null && place != null) {
        turns.undo(place);
      }
      throw open(attempt, circuit);
    }
    counts.admit();
    return new Admitted(counts, circuit, leave, turns, place);
  }

  private @Nullable Circuit circuit(URI endpoint) {
    if (limits.circuit().isOff()) {
      return null;
    }
    var known = circuits.get(endpoint);
    return known != null
        ? known
        : circuits.computeIfAbsent(endpoint, _ -> new Circuit(limits.circuit(), nanos));
  }

  private Place turn(Turns turns, Try attempt) throws InterruptedException {
    var place = new Place(attempt.tenant(), attempt.tokens());
    return switch (turns.take(place, attempt.left())) {
      case Turns.Taken.Turn(var waited) -> {
        counts.waited(waited);
        yield place;
      }
      case Turns.Taken.Full(var holding, var waiting) -> throw full(holding, waiting);
      case Turns.Taken.TooLate(var holding, var waited) -> throw tooLate(holding, waited);
    };
  }

  private Refusal full(Limit holding, int waiting) {
    counts.refuse(Reason.FULL);
    return new Refusal.Full(
        "%s: %d calls wait for their turn already, as many as may wait on one node (%s.waiting); what holds them is %s"
            .formatted(provider, waiting, limits.path(), held(holding)));
  }

  private Refusal tooLate(Limit holding, long waitedNanos) {
    counts.refuse(Reason.TOO_LATE);
    counts.waited(waitedNanos);
    return new Refusal.TooLate(
        "%s: its turn did not come before its deadline, %.1f s; what held it is %s"
            .formatted(provider, waitedNanos / 1e9, held(holding)));
  }

  private Refusal open(Try attempt, Circuit circuit) {
    counts.refuse(Reason.OPEN);
    var retryAfter = circuit.nextLook();
    return new Refusal.Open(
        "%s: %s failed in most of the last tries, so nothing is sent there for the next %.1f s (%s.circuit)"
            .formatted(provider, attempt.endpoint(), retryAfter.toMillis() / 1e3, limits.path()),
        retryAfter);
  }

  /** The limit by its setting, and what of it is this node's. */
  private String held(Limit limit) {
    int members = share.members();
    var whole = amounts(1).get(limit);
    var own = amounts(members).get(limit);
    var part =
        members == 1 ? "" : ", of which this node has %d (one of %d)".formatted(own, members);
    return "%s.%s = %d%s".formatted(limits.path(), limit.setting(), whole, part);
  }

  private Map<Limit, Long> amounts(int members) {
    var amounts = new TreeMap<Limit, Long>();
    var shared = limits.shared(members);
    if (limits.callsAtOnce().isPresent()) {
      amounts.put(Limit.CALLS_AT_ONCE, (long) shared.callsAtOnce());
    }
    shared.requests().ifPresent(rate -> amounts.put(Limit.REQUESTS_PER_MINUTE, rate.most()));
    shared.tokens().ifPresent(rate -> amounts.put(Limit.TOKENS_PER_MINUTE, rate.most()));
    return amounts;
  }

  public GatewayMetrics.Load load() {
    var states = new TreeMap<String, String>();
    circuits.forEach((endpoint, circuit) -> states.put(endpoint.toString(), circuit.state()));
    return new GatewayMetrics.Load(
        provider,
        counts.inFlight(),
        turns == null ? 0 : turns.waiting(),
        counts.admitted(),
        counts.refused(),
        counts.waited(),
        states,
        amounts(share.members()));
  }
}
