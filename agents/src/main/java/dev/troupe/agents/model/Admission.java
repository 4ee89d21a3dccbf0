package dev.troupe.agents.model;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.troupe.agents.model.ModelFailure.Kind;
import dev.troupe.agents.model.limits.Gate;
import dev.troupe.agents.model.limits.Outcome;
import dev.troupe.agents.model.limits.Permit;
import dev.troupe.agents.model.limits.Refusal;
import dev.troupe.agents.model.limits.Try;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Takes every try of a provider's calls through its gate, and tells the gate how it ended. */
final class Admission {
  private static final int CHARACTERS_PER_TOKEN = 4;

  private final Gate gate;

  Admission(Gate gate) {
    this.gate = gate;
  }

  /**
   * @param left until the call's deadline
   */
  Tried pass(ModelGateway.Call call, URI endpoint, Duration left, Retries.Try attempt)
      throws InterruptedException {
    long tokens = gate.countsTokens() ? estimate(call) : 0;
    try (var permit = gate.enter(new Try(call.prompt().tenant(), endpoint, tokens, left))) {
      var tried = attempt.now();
      tell(permit, tried);
      return tried;
    } catch (Refusal refusal) {
      return new Tried.Failed(fault(refusal, !call.role().fallbacks().isEmpty()));
    }
  }

  /** At most, as far as one can tell before. */
  private static long estimate(ModelGateway.Call call) {
    long characters = call.prompt().messages().stream().mapToLong(Admission::characters).sum();
    if (!call.tools().isEmpty()) {
      characters += call.tools().toString().length();
    }
    return characters / CHARACTERS_PER_TOKEN + call.role().limits().maxOutputTokens();
  }

  private static long characters(ChatMessage message) {
    return switch (message) {
      case SystemMessage system -> system.text().length();
      case UserMessage user when user.hasSingleText() -> user.singleText().length();
      case AiMessage said when said.text() != null -> said.text().length();
      default -> message.toString().length();
    };
  }

  private static void tell(Permit permit, Tried tried) {
    switch (tried) {
      case Tried.Answered(var reply) ->
          permit.answered(reply.usage().inputTokens() + reply.usage().outputTokens());
      case Tried.Failed(CallFault.NotSent _) -> permit.ended(Outcome.NOT_SENT);
      case Tried.Failed(CallFault.OutOfTime _) -> permit.ended(Outcome.STOPPED);
      case Tried.Failed(var fault) -> permit.ended(outcome(fault.failure().kind()));
    }
  }

  private static Outcome outcome(Kind failure) {
    return switch (failure) {
      case UNAVAILABLE -> Outcome.DOWN;
      case TIMEOUT -> Outcome.LATE;
      case INVALID_REPLY, REFUSED -> Outcome.UNREADABLE;
      case RATE_LIMITED,
          INVALID_REQUEST,
          NOT_CONFIGURED,
          BUDGET_EXHAUSTED,
          TENANT_BUDGET_EXHAUSTED,
          PRICE_UNKNOWN ->
          Outcome.DENIED;
    };
  }

  /**
   * @param elsewhere whether another model can be asked: then nobody waits for a circuit to close
   */
  private static CallFault fault(Refusal refusal, boolean elsewhere) {
    return switch (refusal) {
      case Refusal.Full full -> new CallFault.Final(failure(Kind.RATE_LIMITED, full));
      case Refusal.TooLate late -> new CallFault.Final(failure(Kind.TIMEOUT, late));
      case Refusal.Open open when elsewhere -> new CallFault.Final(failure(Kind.UNAVAILABLE, open));
      case Refusal.Open open ->
          new CallFault.NotSent(failure(Kind.UNAVAILABLE, open), Optional.of(open.retryAfter()));
    };
  }

  private static ModelFailure failure(Kind kind, Refusal refusal) {
    return ModelFailure.unsent(kind, String.valueOf(refusal.getMessage()));
  }
}
