package dev.troupe.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.cluster.NodeConfiguration.InvalidConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.cluster.Cluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that talk by TLS only to who shows a certificate of their own authority. */
class NodeTlsTest {
  @TempDir static Path shared;
  private static Certificates ours;
  private static Certificates theirs;

  @TempDir Path folder;
  private final List<Node> nodes = new ArrayList<>();

  @BeforeAll
  static void issue() {
    ours = Certificates.authority(shared.resolve("ours"));
    ours.issue("a", "RSA");
    ours.issue("b", "RSA");
    ours.issue("curve", "EC");
    ours.issue("old", "a", "-2d");
    ours.issue("early", "a", "+1d");
    theirs = Certificates.authority(shared.resolve("theirs"));
    theirs.issue("a", "RSA");
  }

  @AfterEach
  void stop() throws Exception {
    for (var node : nodes) {
      node.stop().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
  }

  /** A node's own files, which can be written anew while it runs. */
  private Path files(String node, Certificates authority, String certificate) throws IOException {
    return files(node, authority, certificate, certificate);
  }

  private Path files(String node, Certificates authority, String key, String certificate)
      throws IOException {
    var own = Files.createDirectories(folder.resolve(node));
    copy(authority.file(key + ".key"), own.resolve("tls.key"));
    copy(authority.file(certificate + ".crt"), own.resolve("tls.crt"));
    copy(authority.authorityFile(), own.resolve("ca.crt"));
    return own;
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String tls(Path files) {
    return "troupe.node.tls { key = \"%1$s/tls.key\", certificate = \"%1$s/tls.crt\", authority = \"%1$s/ca.crt\", reread-every = 100ms }%n"
        .formatted(files);
  }

  private static Config config(String settings) {
    return NodeConfiguration.load(ConfigFactory.parseString(settings), null);
  }

  private static String joining(Node seed) {
    return "pekko.cluster.seed-nodes = [\"%s\"]%n"
        .formatted(Cluster.get(seed.system()).selfAddress());
  }

  private Node start(String settings) {
    var node = Node.start(config(settings)).toCompletableFuture().join();
    nodes.add(node);
    return node;
  }

  private static void refused(String settings) {
    var impatient = config(settings + "troupe.node.start-timeout = 5s\n");

    assertThatThrownBy(() -> Node.start(impatient).toCompletableFuture().join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(Node.NotJoined.class);
  }

  @Test
  void takes_in_who_shows_a_certificate_of_the_same_authority_and_nobody_else() throws IOException {
    var first = start(tls(files("first", ours, "a")));

    start(tls(files("second", ours, "b")) + joining(first));

    refused(tls(files("stranger", theirs, "a")) + joining(first));
    refused(joining(first));
    assertThat(Cluster.get(first.system()).state().getMembers()).hasSize(2);
  }

  @Test
  void files_that_change_while_it_runs_count_from_then_on() throws IOException {
    var first = start(tls(files("first", ours, "a")));
    var second = start(tls(files("second", ours, "b")) + joining(first));

    files("first", theirs, "a");
    files("second", theirs, "a");

    // Who was refused before is taken in, by both.
    start(tls(files("third", theirs, "a")) + joining(first));
    assertThat(Cluster.get(second.system()).state().getUnreachable()).isEmpty();
    assertThat(Cluster.get(first.system()).state().getMembers()).hasSize(3);
  }

  private void faulty(Path files, String... words) {
    assertThatThrownBy(() -> config(tls(files)))
        .isInstanceOf(InvalidConfiguration.class)
        .message()
        .startsWith("troupe.node.tls.")
        .contains(words);
  }

  @Test
  void what_cannot_be_used_is_named_with_its_fault_before_anything_starts() throws IOException {
    faulty(files("old", ours, "a", "old"), "certificate: ", "tls.crt ended at ");
    faulty(files("early", ours, "a", "early"), "certificate: ", "tls.crt begins at ");
    faulty(files("curve", ours, "curve"), "key: ", "no private RSA key");

    var mixed = files("mixed", ours, "b", "a");
    faulty(mixed, "key: ", "tls.key is not the key of", "tls.crt");

    var foreign = files("foreign", ours, "a");
    copy(theirs.authorityFile(), foreign.resolve("ca.crt"));
    faulty(foreign, "certificate: ", "was not issued by that of", "ca.crt");

    var nonsense = files("nonsense", ours, "a");
    Files.writeString(nonsense.resolve("tls.crt"), "nonsense");
    faulty(nonsense, "certificate: ", "holds no certificate in PEM");
    Files.delete(nonsense.resolve("tls.crt"));
    faulty(nonsense, "certificate: ", "does not exist or cannot be read");

    assertThatThrownBy(() -> config("troupe.node.tls.key = /k"))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessage(
            "troupe.node.tls.certificate: names no file; key, certificate and authority belong together");
  }

  @Test
  void what_the_users_file_says_of_remoting_itself_wins() throws IOException {
    var own = files("own", ours, "a");

    var config =
        config(tls(own) + "pekko.remote.artery.ssl.rotating-keys-engine.protocol = TLSv1.2");

    assertThat(config.getString("pekko.remote.artery.transport")).isEqualTo("tls-tcp");
    assertThat(config.getString("pekko.remote.artery.ssl.rotating-keys-engine.protocol"))
        .isEqualTo("TLSv1.2");
    assertThat(config("").getString("pekko.remote.artery.transport")).isEqualTo("tcp");
    assertThatThrownBy(() -> config(tls(own) + "pekko.remote.artery.transport = tcp"))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining(
            "pekko.remote.artery.transport is tcp, and troupe.node.tls names keys");
  }
}
