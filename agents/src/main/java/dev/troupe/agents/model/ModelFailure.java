package dev.troupe.agents.model;

import dev.troupe.agents.Budget;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call that got no answer: an error name for workflows ({@code Model.*}) and one clear sentence.
 */
public final class ModelFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** As workflows match it in Retry and Catch. */
  public enum Kind {
    UNAVAILABLE("Model.Unavailable"),
    RATE_LIMITED("Model.RateLimited"),
    TIMEOUT("Model.Timeout"),
    REFUSED("Model.Refused"),
    INVALID_REPLY("Model.InvalidReply"),
    INVALID_REQUEST("Model.InvalidRequest"),
    NOT_CONFIGURED("Model.NotConfigured"),
    BUDGET_EXHAUSTED(Budget.EXHAUSTED),
    TENANT_BUDGET_EXHAUSTED(Budget.TENANT_EXHAUSTED),
    PRICE_UNKNOWN("Budget.PriceUnknown");

    private final String errorName;

    Kind(String errorName) {
      this.errorName = errorName;
    }

    public String errorName() {
      return errorName;
    }

    /** Whether the same may be answered by another model, or at another time. */
    public boolean isOutage() {
      return switch (this) {
        case UNAVAILABLE, RATE_LIMITED, TIMEOUT -> true;
        case REFUSED,
            INVALID_REPLY,
            INVALID_REQUEST,
            NOT_CONFIGURED,
            BUDGET_EXHAUSTED,
            TENANT_BUDGET_EXHAUSTED,
            PRICE_UNKNOWN ->
            false;
      };
    }
  }

  private final Kind kind;
  private final boolean mayBeBilled;

  /** Null until it is known which models were asked. */
  private final @Nullable ArrayList<String> billed;

  public ModelFailure(Kind kind, String message) {
    this(kind, message, mayBeBilled(kind), null);
  }

  private ModelFailure(
      Kind kind, String message, boolean mayBeBilled, @Nullable List<String> billed) {
    super(message);
    this.kind = kind;
    this.mayBeBilled = mayBeBilled;
    this.billed = billed == null ? null : new ArrayList<>(billed);
  }

  /** A model that began to answer, or that was stopped at it, may have it on its bill. */
  private static boolean mayBeBilled(Kind kind) {
    return switch (kind) {
      case TIMEOUT, INVALID_REPLY, REFUSED -> true;
      case UNAVAILABLE,
          RATE_LIMITED,
          INVALID_REQUEST,
          NOT_CONFIGURED,
          BUDGET_EXHAUSTED,
          TENANT_BUDGET_EXHAUSTED,
          PRICE_UNKNOWN ->
          false;
    };
  }

  /** Of a call that never left this side. */
  public static ModelFailure unsent(Kind kind, String message) {
    return new ModelFailure(kind, message, false, null);
  }

  /** The same of a call that may be on a bill all the same. */
  ModelFailure afterBilledTry() {
    return mayBeBilled ? this : new ModelFailure(kind, String.valueOf(getMessage()), true, billed);
  }

  /** Of all models that were asked for the call. */
  static ModelFailure of(Kind kind, String message, List<String> billed) {
    return new ModelFailure(kind, message, !billed.isEmpty(), billed);
  }

  public Kind kind() {
    return kind;
  }

  boolean mayBeBilled() {
    return mayBeBilled;
  }

  /**
   * The models that may have the call on a bill, though none answered it.
   *
   * @param asked the one that was, where it was only one
   */
  public List<String> billed(String asked) {
    if (billed != null) {
      return List.copyOf(billed);
    }
    return mayBeBilled ? List.of(asked) : List.of();
  }
}
