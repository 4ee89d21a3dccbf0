package dev.troupe.agents.model.budget;

import dev.troupe.agents.Amounts;
import dev.troupe.agents.Budget;
import dev.troupe.agents.model.ModelFailure;
import dev.troupe.agents.model.ModelFailure.Kind;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;

/** One budget that a call has to fit into. */
record Claim(
    AccountId account, Budget limits, String period, String currency, Map<String, Amounts> raises) {
  private static final int NANO = 9;

  ModelFailure refused(Account.Excess excess) {
    return new ModelFailure(
        account.isOfTenant() ? Kind.TENANT_BUDGET_EXHAUSTED : Kind.BUDGET_EXHAUSTED,
        "The %s budget of %s is %s; %s are spent, and the next call may take %s"
            .formatted(
                account.isOfTenant() ? "tenant's" : "task's",
                name(excess.kind()),
                amount(excess.kind(), excess.limit()),
                amount(excess.kind(), excess.spent()),
                amount(excess.kind(), excess.wanted())));
  }

  private static String name(Budget.Kind kind) {
    return switch (kind) {
      case MONEY -> "money";
      case TOKENS -> "tokens";
      case MODEL_CALLS -> "model calls";
      case TIME -> "models' time";
    };
  }

  private static String amount(Budget.Kind kind, long amount) {
    return switch (kind) {
      case MONEY -> BigDecimal.valueOf(amount, NANO).stripTrailingZeros().toPlainString();
      case TOKENS, MODEL_CALLS -> String.valueOf(amount);
      case TIME -> "%d s".formatted(Duration.ofMillis(amount).toSeconds());
    };
  }
}
