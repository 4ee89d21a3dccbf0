package dev.troupe.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.persistence.StoreFailure;
import java.util.ArrayList;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

/** What a node says that a guarded Cassandra does not take in, and who makes its tables. */
class AccessTest {

  @Test
  void a_wrong_password_is_told_at_once() {
    assertRefused(RealCassandra.as(RealCassandra.NODE, "wrong"))
        .hasMessageContaining("the name or the password is wrong")
        .hasMessageContaining("troupe.cassandra.password-file");
  }

  @Test
  void no_password_is_told_at_once() {
    assertRefused(
            ConfigFactory.parseString("troupe.cassandra { username = \"\", password-file = \"\" }")
                .withFallback(RealCassandra.config()))
        .hasMessageContaining("it wants a name and a password, and none is configured");
  }

  @Test
  void a_certificate_of_an_unknown_authority_is_told_at_once() {
    var another = ServerKeys.make("ip:127.0.0.1");
    assertRefused(withTls(another))
        .hasMessageContaining("TLS does not come about")
        .hasMessageContaining("troupe.cassandra.tls.authority");
  }

  @Test
  void a_node_without_tls_is_told_what_to_set() {
    assertRefused(RealCassandra.with("troupe.cassandra.start-timeout = 20s"))
        .hasMessageContaining("If it wants TLS, set troupe.cassandra.tls.authority");
  }

  @Test
  void tls_where_cassandra_has_none_is_told() {
    try (var plain = PlainServer.start()) {
      assertRefused(
              RealCassandra.at(
                  plain.contactPoint(),
                  "troupe.cassandra.start-timeout = 3s, "
                      + authority(ServerKeys.make("ip:127.0.0.1"))))
          .hasMessageContaining("it does not speak TLS")
          .hasMessageContaining("troupe.cassandra.tls");
    }
  }

  @Test
  void a_missing_privilege_is_told_with_its_table() {
    var reader = "reader";
    RealCassandra.run("CREATE ROLE reader WITH PASSWORD = 'right' AND LOGIN = true");
    RealCassandra.run("GRANT SELECT ON KEYSPACE troupe TO reader");

    assertRefused(RealCassandra.as(reader, "right"))
        .hasMessageContaining("User reader has no MODIFY permission on <table troupe.")
        .hasMessageContaining("troupe schema print --role");
  }

  @Test
  void a_missing_index_is_told_by_name() {
    RealCassandra.run("DROP INDEX troupe.search_entries_by_embedding");
    try {
      assertNotStarted(RealCassandra.config(), StoreFailure.NoSchema.class)
          .hasMessageContaining("the index search_entries_by_embedding")
          .hasMessageContaining("troupe schema apply");
    } finally {
      Schema.of(CassandraSettings.of(RealCassandra.config()))
          .statements()
          .forEach(RealCassandra::run);
    }
  }

  @Test
  void a_node_may_make_no_tables_and_who_may_need_not_make_keyspaces() {
    assertThatThrownBy(
            () -> SchemaMaker.apply(inKeyspace("other", RealCassandra.config()), _ -> {}))
        .isInstanceOf(StoreFailure.Refused.class)
        .hasMessageContaining("CREATE");

    RealCassandra.run("CREATE ROLE maker WITH PASSWORD = 'right' AND LOGIN = true");
    RealCassandra.run(
        "CREATE KEYSPACE made WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
    RealCassandra.run("GRANT CREATE ON KEYSPACE made TO maker");
    var statements = new ArrayList<String>();
    SchemaMaker.apply(inKeyspace("made", RealCassandra.as("maker", "right")), statements::add);
    assertThat(statements)
        .hasSizeGreaterThan(10)
        .noneMatch(done -> done.contains("CREATE KEYSPACE"));
  }

  @Test
  void the_number_of_copies_is_what_the_configuration_says() {
    var config =
        inKeyspace(
            "copies",
            RealCassandra.config("troupe.cassandra.replication.datacenters { datacenter1 = 3 }"));
    RealCassandra.run(Schema.of(CassandraSettings.of(config)).statements().getFirst());

    try (var session = session(config)) {
      assertThat(session.getMetadata().getKeyspace("copies").orElseThrow().getReplication())
          .containsEntry("datacenter1", "3")
          .containsEntry("class", "org.apache.cassandra.locator.NetworkTopologyStrategy");
    }
  }

  @Test
  void what_cannot_be_used_is_refused_before_anybody_is_asked() {
    assertThatThrownBy(() -> access("username = x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("password-file is missing");
    assertThatThrownBy(() -> access("username = x, password-file = nowhere"))
        .hasMessage("troupe.cassandra.password-file: nowhere does not exist or cannot be read");
    assertThatThrownBy(() -> access("tls.authority = nowhere"))
        .hasMessage("troupe.cassandra.tls.authority: nowhere does not exist or cannot be read");
    assertThatThrownBy(() -> access("tls.authority = \"%s\"".formatted(RealCassandra.file("?"))))
        .hasMessageContaining("holds no certificate in PEM");
    assertThatThrownBy(() -> access("tls.key = nowhere"))
        .hasMessageContaining("key and certificate belong together");
  }

  private static Config withTls(ServerKeys keys) {
    return RealCassandra.with(authority(keys));
  }

  private static String authority(ServerKeys keys) {
    return "troupe.cassandra.tls.authority = \"%s\"".formatted(keys.certificate());
  }

  private static Access access(String settings) {
    return Access.of(
        ConfigFactory.parseString(settings)
            .withFallback(ConfigFactory.defaultReference().getConfig(CassandraSettings.SECTION)));
  }

  private static Config inKeyspace(String name, Config config) {
    return ConfigFactory.parseString("troupe.cassandra.keyspace = " + name).withFallback(config);
  }

  private static CqlSession session(Config config) {
    return new Sessions(config.getConfig(CassandraSettings.SECTION))
        .open()
        .toCompletableFuture()
        .join();
  }

  /** One line, of a node that starts. */
  private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(Config config) {
    return assertNotStarted(config, StoreFailure.Refused.class);
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertNotStarted(
      Config config, Class<? extends StoreFailure> why) {
    var kit = ActorTestKit.create(config);
    try {
      return assertThatThrownBy(() -> CassandraStore.get(kit.system()))
          .isInstanceOf(why)
          .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("\n"));
    } finally {
      kit.shutdownTestKit();
    }
  }
}
