package dev.troupe.persistence.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import com.typesafe.config.Config;
import dev.troupe.persistence.StoreFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** Makes keyspace and tables in a Cassandra, with the rights of who is configured. */
public final class SchemaMaker {
  private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(30);

  private SchemaMaker() {}

  /**
   * Runs every statement, in order; those that are done already change nothing.
   *
   * @param done is told each statement that has been run
   * @throws IllegalArgumentException if a setting or a file it names cannot be used
   * @throws StoreFailure.Refused if the role, its password or TLS will not do
   * @throws StoreFailure.Unavailable if Cassandra does not answer within {@code
   *     troupe.cassandra.start-timeout}, or refuses a statement
   */
  public static void apply(Config config, Consumer<String> done) {
    var settings = CassandraSettings.of(config);
    try (var session = open(config)) {
      var missing = missing(settings, session);
      // Nobody here reads what the driver would read anew, a second late, behind each statement.
      session.setSchemaMetadataEnabled(false);
      for (var statement : missing) {
        session.execute(SimpleStatement.newInstance(statement).setTimeout(STATEMENT_TIMEOUT));
        done.accept(statement);
        requireAgreement(settings, session);
      }
    } catch (UnauthorizedException refused) {
      throw Privileges.refused(settings, refused);
    } catch (DriverException refused) {
      throw new StoreFailure.Unavailable(
          settings.contactPoints().toString(), String.valueOf(refused.getMessage()), refused);
    }
  }

  /** The next statement may go to a node that has to know of this one's table. */
  private static void requireAgreement(CassandraSettings settings, CqlSession session) {
    if (!session.checkSchemaAgreement()) {
      throw new StoreFailure.Unavailable(
          settings.contactPoints().toString(),
          "its nodes do not agree on the tables; apply the schema once more when all of them run",
          null);
    }
  }

  /** Who may make tables in a keyspace need not be allowed to make the keyspace. */
  private static List<String> missing(CassandraSettings settings, CqlSession session) {
    var all = Schema.of(settings).statements();
    return session.getMetadata().getKeyspace(settings.keyspace()).isPresent()
        ? all.subList(1, all.size())
        : all;
  }

  private static CqlSession open(Config config) {
    try {
      return new Sessions(config.getConfig(CassandraSettings.SECTION))
          .open()
          .toCompletableFuture()
          .join();
    } catch (CompletionException e) {
      throw Cql.cause(e) instanceof StoreFailure refused ? refused : e;
    }
  }
}
