package dev.troupe.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Budget;
import dev.troupe.agents.Budget.Exhaustion;
import dev.troupe.agents.BudgetBlock;
import dev.troupe.supervisor.SubmitReply.Fault;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code limits.budget} of a submission. */
final class BudgetReader {
  private static final String AT = "/limits/budget";
  private static final Set<String> FIELDS =
      Set.of("money", "tokens", "modelCalls", "seconds", "exhausted");

  private final JsonNode budget;
  private final List<Fault> faults;

  private BudgetReader(JsonNode budget, List<Fault> faults) {
    this.budget = budget;
    this.faults = faults;
  }

  /** Null where there is none, or none that can be used: then there are faults. */
  static @Nullable Budget read(JsonNode budget, List<Fault> faults) {
    if (budget.isMissingNode() || budget.isNull()) {
      return null;
    }
    if (!budget.isObject()) {
      faults.add(
          new Fault(
              AT, "budget must be an object with money, tokens, modelCalls, seconds or exhausted"));
      return null;
    }
    faults.addAll(UnknownFields.in(budget, AT, FIELDS));
    return new BudgetReader(budget, faults).read();
  }

  private Budget read() {
    return new Budget(
        money(),
        count("tokens", Budget.TOKENS_AT_MOST),
        count("modelCalls", Budget.CALLS_AT_MOST),
        count("seconds", Budget.SECONDS_AT_MOST),
        exhausted(),
        null);
  }

  private boolean isSet(String name) {
    return !budget.path(name).isMissingNode() && !budget.path(name).isNull();
  }

  private void fault(String name, String what) {
    faults.add(new Fault(AT + "/" + name, name + " must be " + what));
  }

  private @Nullable Long money() {
    JsonNode money = budget.path("money");
    if (!isSet("money")) {
      return null;
    }
    try {
      var amount = new BigDecimal(money.asText());
      boolean fits =
          money.isNumber()
              && amount.signum() > 0
              && amount.compareTo(BigDecimal.valueOf(Budget.MONEY_AT_MOST)) <= 0;
      if (fits) {
        return BudgetBlock.nanos(amount);
      }
    } catch (ArithmeticException | NumberFormatException unfit) {
      // Told below, as any other amount that cannot be used.
    }
    fault(
        "money",
        "a number greater than 0 and at most %d, with nine places at most"
            .formatted(Budget.MONEY_AT_MOST));
    return null;
  }

  private @Nullable Long count(String name, long atMost) {
    JsonNode count = budget.path(name);
    if (!isSet(name)) {
      return null;
    }
    boolean fits = count.isIntegralNumber() && count.canConvertToLong();
    if (!fits || count.asLong() < 1 || count.asLong() > atMost) {
      fault(name, "a whole number from 1 to %d".formatted(atMost));
      return null;
    }
    return count.asLong();
  }

  private @Nullable Exhaustion exhausted() {
    if (!isSet("exhausted")) {
      return null;
    }
    String word = budget.path("exhausted").asText();
    var known = Exhaustion.named(word);
    if (known.isEmpty()) {
      fault("exhausted", "stop, finish or ask");
    }
    return known.orElse(null);
  }
}
