package dev.troupe.persistence.cassandra;

import dev.troupe.persistence.contract.StoreContract;

class CassandraStoreTest extends StoreContract {
  CassandraStoreTest() {
    super(RealCassandra.config());
  }
}
