package dev.troupe.persistence.cassandra;

import dev.troupe.persistence.SearchTable;
import dev.troupe.persistence.Stores;
import dev.troupe.persistence.contract.SearchContract;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;

class CassandraSearchTest extends SearchContract {
  private static final ActorTestKit KIT = ActorTestKit.create(RealCassandra.config());
  private static final SearchTable TABLE = Stores.get(KIT.system()).searchTable().orElseThrow();

  CassandraSearchTest() {
    super(TABLE);
  }

  @AfterAll
  static void shutDown() {
    KIT.shutdownTestKit();
  }
}
