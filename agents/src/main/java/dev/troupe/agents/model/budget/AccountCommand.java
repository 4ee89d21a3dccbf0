package dev.troupe.agents.model.budget;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.troupe.agents.Amounts;
import dev.troupe.agents.Budget;
import dev.troupe.cluster.CborSerializable;
import java.time.Instant;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;

/** What an account may be told. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = AccountCommand.Reserve.class, name = "reserve"),
  @JsonSubTypes.Type(value = AccountCommand.Settle.class, name = "settle")
})
sealed interface AccountCommand extends CborSerializable {

  /**
   * A call is to be made. The same key again is the same call.
   *
   * @param worst what it may take at most
   * @param limits of the budget, without what people have added
   * @param until when the call is over, whatever becomes of it
   */
  record Reserve(
      String key,
      Amounts worst,
      Budget limits,
      String period,
      Map<String, Amounts> raises,
      Instant until,
      ActorRef<AccountReply> replyTo)
      implements AccountCommand {}

  /** The call has ended. Answered once that is durable. */
  record Settle(String key, Amounts taken, ActorRef<AccountReply> replyTo)
      implements AccountCommand {}

  /** The account's own messages to itself; they never cross the wire. */
  non-sealed interface Internal extends AccountCommand {}
}
