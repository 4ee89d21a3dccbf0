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
      String currency,
      Map<String, Amounts> raises,
      Instant until,
      ActorRef<AccountReply> replyTo)
      implements AccountCommand {}

  /**
   * The call has ended. Answered once that is durable.
   *
   * @param booking the same again is the same settlement; a call that is made again under its key
   *     has another
   */
  record Settle(String key, String booking, Amounts taken, ActorRef<AccountReply> replyTo)
      implements AccountCommand {}

  /** From this node; it never crosses the wire. */
  non-sealed interface Internal extends AccountCommand {}

  /** The account is wanted elsewhere, or has been idle. */
  record Stop() implements Internal {}
}
