package dev.troupe.persistence.cassandra;

import dev.troupe.persistence.contract.EntityContract;

class CassandraEntityTest extends EntityContract {
  CassandraEntityTest() {
    super(RealCassandra.config());
  }
}
