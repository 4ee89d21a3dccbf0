package dev.troupe.agents;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The most that may be spent; null for no bound.
 *
 * @param nanos money, in billionths of the currency's unit
 * @param tokens read and written
 * @param seconds of a task since it was handed in; of a tenant, of models at work
 * @param exhausted what becomes of a task that cannot go on within it; null for stop
 * @param alerts shares at which somebody is told, in percent; null for none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Budget(
    @Nullable Long nanos,
    @Nullable Long tokens,
    @Nullable Long modelCalls,
    @Nullable Long seconds,
    @Nullable Exhaustion exhausted,
    @Nullable List<Integer> alerts) {

  /** The error of a step that its task's budget does not allow. */
  public static final String EXHAUSTED = "Budget.Exhausted";

  /** The same of its tenant's budget. */
  public static final String TENANT_EXHAUSTED = "Budget.TenantExhausted";

  /**
   * The most that any amount can be set to, or be raised by at once: sums stay far from overflow.
   */
  public static final long MONEY_AT_MOST = 1_000_000_000;

  public static final long TOKENS_AT_MOST = 1_000_000_000_000L;
  public static final long CALLS_AT_MOST = 1_000_000_000;
  public static final long SECONDS_AT_MOST = 1_000_000_000;

  /** Where no bound is set. */
  public static final Budget NONE = new Budget(null, null, null, null, null, null);

  /** What becomes of a task whose budget is spent. */
  public enum Exhaustion {
    /** It fails. */
    @JsonProperty("stop")
    STOP,
    /** It completes with what is there. */
    @JsonProperty("finish")
    FINISH,
    /** People are asked to raise it. */
    @JsonProperty("ask")
    ASK;

    /** By the word that people write. */
    public static Optional<Exhaustion> named(String word) {
      return Arrays.stream(values())
          .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(word))
          .findFirst();
    }
  }

  /** What is counted. */
  public enum Kind {
    @JsonProperty("money")
    MONEY,
    @JsonProperty("tokens")
    TOKENS,
    @JsonProperty("model-calls")
    MODEL_CALLS,
    @JsonProperty("time")
    TIME;

    /** As people read it: {@code model calls}. */
    public String words() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** What it leaves open, the other says. */
  public Budget or(Budget other) {
    return new Budget(
        nanos == null ? other.nanos : nanos,
        tokens == null ? other.tokens : tokens,
        modelCalls == null ? other.modelCalls : modelCalls,
        seconds == null ? other.seconds : seconds,
        exhausted == null ? other.exhausted : exhausted,
        alerts == null ? other.alerts : alerts);
  }

  /** What it bounds, but not as closely as another one. */
  public List<Kind> beyond(Budget atMost) {
    return Arrays.stream(Kind.values())
        .filter(kind -> {
          var own = limit(kind);
          var most = atMost.limit(kind);
          return own != null && most != null && own > most;
        })
        .toList();
  }

  /** Without a bound on time. */
  public Budget untimed() {
    return new Budget(nanos, tokens, modelCalls, null, exhausted, alerts);
  }

  public Exhaustion exhaustion() {
    return exhausted == null ? Exhaustion.STOP : exhausted;
  }

  public List<Integer> sharesToTell() {
    return alerts == null ? List.of() : alerts;
  }

  /** Whether an error says that a budget is spent. */
  public static boolean isExhausted(String error) {
    return error.equals(EXHAUSTED) || error.equals(TENANT_EXHAUSTED);
  }

  public boolean isBounded() {
    return nanos != null || tokens != null || modelCalls != null || seconds != null;
  }

  /** Null for no bound; of time in milliseconds. */
  public @Nullable Long limit(Kind kind) {
    return switch (kind) {
      case MONEY -> nanos;
      case TOKENS -> tokens;
      case MODEL_CALLS -> modelCalls;
      case TIME ->
          seconds == null ? null : Long.valueOf(Math.min(seconds, SECONDS_AT_MOST) * 1_000);
    };
  }

  /** With what people have added; null for no bound. */
  public @Nullable Long limit(Kind kind, Collection<Amounts> raises) {
    var own = limit(kind);
    if (own == null) {
      return null;
    }
    long limit = own;
    for (var raise : raises) {
      // One that overflowed, when nothing kept it from that, takes nothing away.
      limit = Amounts.sum(limit, Math.max(0, of(kind, raise)));
    }
    return limit;
  }

  /** Whether something spent has come to a share of its limit. */
  public static boolean passes(int share, long before, long after, long limit) {
    return percent(before, limit) < share && percent(after, limit) >= share;
  }

  /** Multiplied first: a hundredth of 7 taken a hundred times is more than 7. */
  private static double percent(long spent, long limit) {
    return spent * 100.0 / limit;
  }

  /** As much again of everything that is bounded. */
  public Amounts asMuchAgain() {
    return new Amounts(orZero(nanos), orZero(tokens), orZero(modelCalls), orZero(limit(Kind.TIME)));
  }

  private static long orZero(@Nullable Long limit) {
    return limit == null ? 0 : limit;
  }

  /** What of the amounts counts towards a kind. */
  public static long of(Kind kind, Amounts amounts) {
    return switch (kind) {
      case MONEY -> amounts.nanos();
      case TOKENS -> amounts.tokens();
      case MODEL_CALLS -> amounts.modelCalls();
      case TIME -> amounts.millis();
    };
  }
}
