package dev.troupe.agents;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What people added to a tenant's budget: for the period in which they did.
 *
 * @param at when; null in journals from before it was kept: then it holds in every period
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TenantRaise(
    long nanos, long tokens, long modelCalls, long millis, @Nullable Instant at) {

  public static TenantRaise of(Amounts by, Instant at) {
    return new TenantRaise(by.nanos(), by.tokens(), by.modelCalls(), by.millis(), at);
  }

  public Amounts by() {
    return new Amounts(nanos, tokens, modelCalls, millis);
  }
}
