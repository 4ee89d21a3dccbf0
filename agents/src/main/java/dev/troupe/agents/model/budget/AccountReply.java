package dev.troupe.agents.model.budget;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.troupe.cluster.CborSerializable;

/** What an account answers. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = AccountReply.Granted.class, name = "granted"),
  @JsonSubTypes.Type(value = AccountReply.Refused.class, name = "refused"),
  @JsonSubTypes.Type(value = AccountReply.Booked.class, name = "booked")
})
sealed interface AccountReply extends CborSerializable {

  record Granted(String key) implements AccountReply {}

  /** It would not fit with nothing else under way either. */
  record Refused(String key, Account.Excess excess) implements AccountReply {}

  record Booked(String key) implements AccountReply {}
}
