package dev.troupe.persistence.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.persistence.cassandra.server.CassandraServer;
import dev.troupe.persistence.cassandra.server.ServerPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * One Cassandra for all tests of this JVM, started by the first and stopped when the JVM ends. It
 * takes in whoever has TLS, a name and a password, and asks what a role may. Nodes have what {@link
 * Privileges} grants and no more.
 */
final class RealCassandra {
  static final String NODE = "troupe_node";
  static final String PASSWORD = "right";

  private static final String ADMINISTRATOR = "cassandra";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Started by whoever asks first. */
  private static final class Running {
    static final ServerKeys KEYS = ServerKeys.make("ip:127.0.0.1,dns:localhost");
    static final CassandraServer SERVER = start();
    static final CqlSession SESSION =
        new Sessions(
                as(KEYS, SERVER, ADMINISTRATOR, ADMINISTRATOR).getConfig(CassandraSettings.SECTION))
            .open()
            .toCompletableFuture()
            .join();

    static {
      var node = as(KEYS, SERVER, NODE, PASSWORD);
      execute(
          SESSION,
          "CREATE ROLE %s WITH PASSWORD = '%s' AND LOGIN = true".formatted(NODE, PASSWORD));
      SchemaMaker.apply(as(KEYS, SERVER, ADMINISTRATOR, ADMINISTRATOR), _ -> {});
      Privileges.grants(CassandraSettings.of(node), NODE).forEach(grant -> execute(SESSION, grant));
    }

    private static CassandraServer start() {
      try {
        var jars = Path.of(System.getProperty("troupe.cassandra.server", "missing"));
        var plan =
            ServerPlan.onLoopback(
                jars, Files.createTempDirectory("troupe-cassandra"), 512, ServerPlan.SHORT_LIVED);
        var server = CassandraServer.start(plan, guarded(KEYS));
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        server.awaitReady(PATIENCE);
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private RealCassandra() {}

  private static String guarded(ServerKeys keys) {
    return """
    authenticator: PasswordAuthenticator
    authorizer: CassandraAuthorizer
    role_manager: CassandraRoleManager
    permissions_validity: 0ms
    roles_validity: 0ms
    credentials_validity: 0ms
    auto_snapshot: false
    client_encryption_options:
      enabled: true
      optional: false
      keystore: %s
      keystore_password: %s
    """
        .formatted(keys.store(), ServerKeys.PASSWORD);
  }

  /** A configuration of a node's actor system on it, as the documents have it. */
  static Config config() {
    return as(NODE, PASSWORD);
  }

  static Config config(String more) {
    return ConfigFactory.parseString(more).withFallback(config());
  }

  /** Otherwise each query by tag would walk all hours since the first version. */
  static Config configWithTagsSinceYesterday(String more) {
    var yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1);
    return ConfigFactory.parseString(
            "troupe.cassandra.events-by-tag.first-time-bucket = \"%sT00:00\""
                .formatted(yesterday.format(DateTimeFormatter.BASIC_ISO_DATE)))
        .withFallback(config(more));
  }

  /** Of who may everything. */
  static Config administrator() {
    return as(ADMINISTRATOR, ADMINISTRATOR);
  }

  static Config as(String role, String password) {
    return as(Running.KEYS, Running.SERVER, role, password);
  }

  private static Config as(ServerKeys keys, CassandraServer server, String role, String password) {
    return at(
        server.contactPoint(),
        """
        troupe.cassandra.tls.authority = "%s"
        troupe.cassandra.username = %s
        troupe.cassandra.password-file = "%s"
        """
            .formatted(keys.certificate(), role, file(password)));
  }

  /** With these settings of the access to it, and no others. */
  static Config with(String access) {
    return at(Running.SERVER.contactPoint(), access);
  }

  static Config at(String contactPoint, String access) {
    return ConfigFactory.parseString(access)
        .withFallback(
            ConfigFactory.parseString(
                """
                troupe.store.kind = cassandra
                troupe.cassandra.contact-points = ["%s"]
                # Needs a cluster.
                troupe.cassandra.events-by-tag.pubsub-notification = off
                # Its first statements wait for Cassandra to compile, on a machine that may do other things.
                troupe.cassandra.driver {
                  basic.request.timeout = 30s
                  advanced.connection.init-query-timeout = 30s
                  advanced.control-connection.timeout = 30s
                  advanced.heartbeat.timeout = 30s
                }
                pekko.actor.testkit.typed.single-expect-default = 30s
                pekko.test.single-expect-default = 30s
                """
                    .formatted(contactPoint)))
        .withFallback(ConfigFactory.defaultReferenceUnresolved())
        .resolve();
  }

  /** Its tables, with nothing in them. */
  static void empty() {
    var keyspace = CassandraSettings.of(config()).keyspace();
    Running.SESSION
        .getMetadata()
        .getKeyspace(keyspace)
        .orElseThrow()
        .getTables()
        .keySet()
        .forEach(table -> run("TRUNCATE %s.%s".formatted(keyspace, table.asCql(true))));
  }

  /** As who may everything. */
  static void run(String statement) {
    execute(Running.SESSION, statement);
  }

  private static void execute(CqlSession session, String statement) {
    session.execute(SimpleStatement.newInstance(statement).setTimeout(Duration.ofSeconds(60)));
  }

  /** A file with these words. */
  static Path file(String content) {
    try {
      return Files.writeString(Files.createTempFile("troupe-password", ""), content + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
