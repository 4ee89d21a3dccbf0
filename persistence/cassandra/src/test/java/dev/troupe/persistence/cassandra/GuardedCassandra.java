package dev.troupe.persistence.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.typesafe.config.Config;
import dev.troupe.persistence.cassandra.server.CassandraServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * One Cassandra for all tests of this JVM that takes in whoever has TLS, a name and a password, and
 * asks what a role may. A node's role has what {@link Privileges} grants and no more.
 */
final class GuardedCassandra {
  static final String ROLE = "troupe_node";
  private static final ServerKeys KEYS = ServerKeys.make("ip:127.0.0.1,dns:localhost");
  private static final CassandraServer SERVER =
      RealCassandra.start(
          """
          authenticator: PasswordAuthenticator
          authorizer: CassandraAuthorizer
          role_manager: CassandraRoleManager
          permissions_validity: 0ms
          roles_validity: 0ms
          credentials_validity: 0ms
          client_encryption_options:
            enabled: true
            optional: false
            keystore: %s
            keystore_password: %s
          """
              .formatted(KEYS.store(), ServerKeys.PASSWORD));
  private static final CqlSession ADMINISTRATOR =
      new Sessions(as("cassandra", "cassandra").getConfig(CassandraSettings.SECTION))
          .open()
          .toCompletableFuture()
          .join();

  static {
    run("CREATE ROLE %s WITH PASSWORD = 'right' AND LOGIN = true".formatted(ROLE));
    SchemaMaker.apply(as("cassandra", "cassandra"), _ -> {});
    grant(as(ROLE, "right"), ROLE);
  }

  private GuardedCassandra() {}

  /** A configuration of a node as the documents have it. */
  static Config config() {
    return as(ROLE, "right");
  }

  static Config as(String role, String password) {
    return withTls(
        """
        troupe.cassandra.username = %s
        troupe.cassandra.password-file = "%s"
        """
            .formatted(role, file(password)),
        KEYS.certificate());
  }

  static Config withTls(String settings, Path authority) {
    return with("%s%ntroupe.cassandra.tls.authority = \"%s\"".formatted(settings, authority));
  }

  static Config with(String settings) {
    return RealCassandra.configuration(SERVER, settings);
  }

  /** As who may everything. */
  static void run(String statement) {
    ADMINISTRATOR.execute(
        SimpleStatement.newInstance(statement).setTimeout(Duration.ofSeconds(60)));
  }

  static void grant(Config config, String role) {
    Privileges.grants(CassandraSettings.of(config), role).forEach(GuardedCassandra::run);
  }

  static Path file(String content) {
    try {
      return Files.writeString(Files.createTempFile("troupe-password", ""), content + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
