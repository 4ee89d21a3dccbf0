package dev.troupe.persistence.cassandra;

import com.typesafe.config.Config;
import dev.troupe.persistence.archive.ImportContract;

class CassandraImportTest extends ImportContract {

  @Override
  protected Config emptyStore() {
    RealCassandra.empty();
    return RealCassandra.config();
  }
}
