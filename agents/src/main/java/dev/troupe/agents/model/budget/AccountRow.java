package dev.troupe.agents.model.budget;

import dev.troupe.agents.Amounts;
import dev.troupe.agents.model.budget.Reservations.Reservation;
import dev.troupe.persistence.Json;
import java.util.List;
import java.util.Map;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * An account as it is stored. Rows of before lack its later fields.
 *
 * @param reserved only where the account was put away while calls were under way; a crash ends the
 *     calls that it was for
 * @param settled the latest settlements
 */
record AccountRow(
    String period,
    Amounts spent,
    Map<String, Amounts> raises,
    @Nullable String currency,
    @Nullable Map<String, Reservation> reserved,
    @Nullable List<String> settled) {
  static final AccountRow EMPTY = of(Account.EMPTY, Map.of(), List.of());

  static AccountRow of(Account account, Map<String, Reservation> reserved, List<String> settled) {
    return new AccountRow(
        account.period(), account.spent(), account.raises(), account.currency(), reserved, settled);
  }

  static AccountRow read(ByteString bytes) {
    return Json.fromTree(Json.parse(bytes.utf8String()), AccountRow.class);
  }

  ByteString bytes() {
    return ByteString.fromArray(Json.bytes(Json.toTree(this)));
  }

  Account account() {
    return new Account(period, currency == null ? "" : currency, spent, raises);
  }

  Reservations reservations() {
    return new Reservations(reserved == null ? Map.of() : reserved);
  }

  Settled lately() {
    return new Settled(settled == null ? List.of() : settled);
  }
}
