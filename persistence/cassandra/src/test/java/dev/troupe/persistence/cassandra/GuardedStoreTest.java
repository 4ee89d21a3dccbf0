package dev.troupe.persistence.cassandra;

import dev.troupe.persistence.contract.StoreContract;

/** Over TLS, with a password, and with no more rights than the documents name. */
class GuardedStoreTest extends StoreContract {
  GuardedStoreTest() {
    super(GuardedCassandra.config());
  }
}
