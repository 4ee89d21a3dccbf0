package dev.troupe.persistence.cassandra;

import dev.troupe.persistence.contract.EntityContract;

/** Over TLS, with a password, and with no more rights than the documents name. */
class GuardedEntityTest extends EntityContract {
  GuardedEntityTest() {
    super(GuardedCassandra.config());
  }
}
