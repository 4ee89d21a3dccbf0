package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.agents.Amounts;
import dev.troupe.agents.Budget;
import dev.troupe.agents.Budget.Kind;
import dev.troupe.supervisor.ApprovalDecision;
import dev.troupe.supervisor.ApprovalDecision.Choice;
import dev.troupe.supervisor.SubmitReply.Fault;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What people may say who are asked to add to a budget. */
final class BudgetForm {
  private static final double NANOS = 1e9;
  private static final long MILLIS = 1_000;

  private BudgetForm() {}

  /** As the JSON Schema that their edits must fit. */
  static ObjectNode schema() {
    var form = JsonNodeFactory.instance.objectNode();
    form.put("type", "object").put("additionalProperties", false).put("minProperties", 1);
    var properties = form.putObject("properties");
    properties
        .putObject("money")
        .put("type", "number")
        .put("minimum", 1 / NANOS)
        .put("maximum", Budget.MONEY_AT_MOST);
    whole(properties.putObject("tokens"), Budget.TOKENS_AT_MOST);
    whole(properties.putObject("modelCalls"), Budget.CALLS_AT_MOST);
    whole(properties.putObject("seconds"), Budget.SECONDS_AT_MOST);
    return form;
  }

  private static void whole(ObjectNode property, long atMost) {
    property.put("type", "integer").put("minimum", 1).put("maximum", atMost);
  }

  /** Of a tenant's budget nobody here knows how much it was: as much again would be a guess. */
  static Optional<Fault> unsaid(Approval approval, ApprovalDecision decision) {
    var failure = approval.failure();
    var mustSay = failure != null && failure.error().equals(Budget.TENANT_EXHAUSTED);
    return mustSay && decision.choice() == Choice.APPROVE && decision.edits() == null
        ? Optional.of(
            new Fault(
                "/edits",
                "It is the tenant's budget: say in edits how much to add to it, as in {\"money\": 5}; money, tokens, modelCalls and seconds are known."))
        : Optional.empty();
  }

  /** What is not bounded needs nothing added, and the question would come again at once. */
  static Optional<Fault> useless(
      Approval approval, ApprovalDecision decision, @Nullable Budget budget) {
    var failure = approval.failure();
    var edits = decision.edits();
    if (failure == null
        || !failure.error().equals(Budget.EXHAUSTED)
        || budget == null
        || edits == null
        || decision.choice() != Choice.APPROVE) {
      return Optional.empty();
    }
    var added = amounts(edits);
    var bounded = Arrays.stream(Kind.values()).filter(kind -> budget.limit(kind) != null).toList();
    return bounded.stream().anyMatch(kind -> Budget.of(kind, added) > 0)
        ? Optional.empty()
        : Optional.of(
            new Fault(
                "/edits",
                "It adds to nothing that this task's budget bounds. Say how much to add to one of: %s."
                    .formatted(
                        bounded.stream().map(BudgetForm::word).collect(Collectors.joining(", ")))));
  }

  private static String word(Kind kind) {
    return switch (kind) {
      case MONEY -> "money";
      case TOKENS -> "tokens";
      case MODEL_CALLS -> "modelCalls";
      case TIME -> "seconds";
    };
  }

  /** An approval may have been opened with a form that set no bounds. */
  static Amounts amounts(JsonNode edits) {
    return new Amounts(
        Math.round(within(edits.path("money").asDouble(), (double) Budget.MONEY_AT_MOST) * NANOS),
        within(edits.path("tokens").asLong(), Budget.TOKENS_AT_MOST),
        within(edits.path("modelCalls").asLong(), Budget.CALLS_AT_MOST),
        within(edits.path("seconds").asLong(), Budget.SECONDS_AT_MOST) * MILLIS);
  }

  private static double within(double amount, double atMost) {
    return Math.clamp(amount, 0, atMost);
  }

  private static long within(long amount, long atMost) {
    return Math.clamp(amount, 0, atMost);
  }
}
