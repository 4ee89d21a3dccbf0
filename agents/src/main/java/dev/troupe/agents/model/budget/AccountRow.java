package dev.troupe.agents.model.budget;

import dev.troupe.agents.Amounts;
import dev.troupe.persistence.Json;
import java.util.Map;
import org.apache.pekko.util.ByteString;

/** An account as it is stored. What is reserved is not: a crash ends the calls that it was for. */
record AccountRow(String period, Amounts spent, Map<String, Amounts> raises) {

  static ByteString bytes(Account account) {
    var row = new AccountRow(account.period(), account.spent(), account.raises());
    return ByteString.fromArray(Json.bytes(Json.toTree(row)));
  }

  static Account account(ByteString bytes) {
    var row = Json.fromTree(Json.parse(bytes.utf8String()), AccountRow.class);
    return new Account(row.period(), row.spent(), row.raises(), Map.of());
  }
}
