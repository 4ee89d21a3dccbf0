package dev.troupe.persistence.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.typesafe.config.Config;
import dev.troupe.persistence.StoreFailure;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pekko.stream.connectors.cassandra.DriverConfigLoaderFromConfig;

/** Makes keyspace and tables in a Cassandra, with the rights of who is configured. */
public final class SchemaMaker {
  private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(30);

  private SchemaMaker() {}

  /**
   * Runs every statement, in order; those that are done already change nothing.
   *
   * @param done is told each statement that has been run
   * @throws StoreFailure.Unavailable if Cassandra does not answer within {@code
   *     troupe.cassandra.start-timeout}, or refuses a statement
   */
  public static void apply(Config config, Consumer<String> done) {
    var settings = CassandraSettings.of(config);
    try (var session = open(config, settings)) {
      for (var statement : Schema.of(settings).statements()) {
        session.execute(SimpleStatement.newInstance(statement).setTimeout(STATEMENT_TIMEOUT));
        done.accept(statement);
      }
    } catch (DriverException refused) {
      throw new StoreFailure.Unavailable(
          settings.contactPoints().toString(), String.valueOf(refused.getMessage()), refused);
    }
  }

  private static CqlSession open(Config config, CassandraSettings settings) {
    try {
      return CqlSession.builder()
          .withConfigLoader(
              DriverConfigLoaderFromConfig.fromConfig(
                  config.getConfig(CassandraSettings.SECTION + ".driver")))
          .buildAsync()
          .toCompletableFuture()
          .orTimeout(settings.startTimeout().toMillis(), TimeUnit.MILLISECONDS)
          .join();
    } catch (CompletionException unreachable) {
      throw new StoreFailure.Unavailable(
          settings.contactPoints().toString(),
          "no answer within %d s".formatted(settings.startTimeout().toSeconds()),
          unreachable);
    }
  }
}
