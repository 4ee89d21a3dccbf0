package dev.troupe.persistence.cassandra;

import com.typesafe.config.Config;
import dev.troupe.persistence.archive.ImportContract;
import java.util.concurrent.atomic.AtomicInteger;

class CassandraImportTest extends ImportContract {
  private static final AtomicInteger KEYSPACES = new AtomicInteger();

  @Override
  protected Config emptyStore() {
    var config =
        RealCassandra.config(
            "troupe.cassandra.keyspace = import_%d".formatted(KEYSPACES.incrementAndGet()));
    SchemaMaker.apply(config, _ -> {});
    return config;
  }
}
