package dev.troupe.agents.model;

import dev.troupe.agents.Budget;

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
  }

  private final Kind kind;

  public ModelFailure(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
