package dev.troupe.agents.model.budget;

import dev.troupe.persistence.Table;

/** An account as a restart would find it. */
final class StoredAccount {
  private StoredAccount() {}

  static Account in(Table table, AccountId id) {
    return table
        .get(id.tenant(), id.row())
        .toCompletableFuture()
        .join()
        .map(row -> AccountRow.read(row).account())
        .orElse(Account.EMPTY);
  }
}
