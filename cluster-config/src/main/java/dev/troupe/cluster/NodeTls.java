package dev.troupe.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.cluster.NodeConfiguration.InvalidConfiguration;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * TLS between nodes, as {@code troupe.node.tls} has it: both sides show a certificate, and the
 * files are read again now and then.
 */
final class NodeTls {
  private static final String PATH = "troupe.node.tls";
  private static final String TRANSPORT = "pekko.remote.artery.transport";
  private static final String TLS = "tls-tcp";
  private static final String PKCS8 = "-----BEGIN PRIVATE KEY-----";
  private static final String PKCS1 = "-----BEGIN RSA PRIVATE KEY-----";

  private final Path key;
  private final Path certificate;
  private final Path authority;
  private final Duration rereadEvery;

  private NodeTls(Config tls) {
    this.key = path(tls, "key");
    this.certificate = path(tls, "certificate");
    this.authority = path(tls, "authority");
    this.rereadEvery = tls.getDuration("reread-every");
  }

  /**
   * What Pekko's remoting is to be told; empty where no key is named.
   *
   * @throws InvalidConfiguration if a file cannot be used; the message names it and its fault
   */
  static Config settings(Config whole) {
    var tls = whole.getConfig(PATH);
    if (tls.getString("key").isBlank()
        && tls.getString("certificate").isBlank()
        && tls.getString("authority").isBlank()) {
      return ConfigFactory.empty();
    }
    var files = new NodeTls(tls);
    files.check();
    return files.settings();
  }

  /** Whoever names keys is not to speak in the clear because of another setting. */
  static Config requireOn(Config whole) {
    var transport = whole.getString(TRANSPORT);
    if (!transport.equals(TLS)) {
      throw new InvalidConfiguration(
          "%s is %s, and %s names keys; leave out one of them"
              .formatted(TRANSPORT, transport, PATH),
          null);
    }
    return whole;
  }

  private static Path path(Config tls, String name) {
    var path = tls.getString(name);
    if (path.isBlank()) {
      throw fault(name, "names no file; key, certificate and authority belong together", null);
    }
    return Path.of(path).toAbsolutePath();
  }

  private Config settings() {
    return ConfigFactory.parseMap(
        Map.of(
            TRANSPORT,
            TLS,
            "pekko.remote.artery.ssl.ssl-engine-provider",
            "org.apache.pekko.remote.artery.tcp.ssl.RotatingKeysSSLEngineProvider",
            "pekko.remote.artery.ssl.rotating-keys-engine",
            Map.of(
                "key-file", key.toString(),
                "cert-file", certificate.toString(),
                "ca-cert-file", authority.toString(),
                "ssl-context-cache-ttl", rereadEvery.toMillis() + " ms")),
        PATH);
  }

  /** Remoting would find the same faults, with its first connection and in its log only. */
  private void check() {
    var own = certificate("certificate", certificate);
    var issuer = certificate("authority", authority);
    try {
      own.checkValidity();
    } catch (CertificateExpiredException e) {
      throw fault("certificate", certificate + " ended at " + own.getNotAfter().toInstant(), e);
    } catch (CertificateException e) {
      throw fault("certificate", certificate + " begins at " + own.getNotBefore().toInstant(), e);
    }
    try {
      own.verify(issuer.getPublicKey());
    } catch (GeneralSecurityException e) {
      throw fault(
          "certificate", "%s was not issued by that of %s".formatted(certificate, authority), e);
    }
    checkKey(own);
  }

  private static X509Certificate certificate(String name, Path file) {
    try (var stream = new ByteArrayInputStream(read(name, file))) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(stream);
    } catch (CertificateException | IOException e) {
      throw fault(name, file + " holds no certificate in PEM", e);
    }
  }

  private void checkKey(X509Certificate own) {
    var text = new String(read("key", key), StandardCharsets.US_ASCII);
    if (text.contains(PKCS1)) {
      return;
    }
    if (!text.contains(PKCS8)) {
      throw fault("key", key + " holds no private RSA key in PEM without a password", null);
    }
    RSAPrivateKey privateKey;
    try {
      var body = text.substring(text.indexOf(PKCS8) + PKCS8.length()).split("-----", 2)[0];
      var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body));
      privateKey = (RSAPrivateKey) KeyFactory.getInstance("RSA").generatePrivate(encoded);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw fault("key", key + " holds no private RSA key in PEM without a password", e);
    }
    if (!(own.getPublicKey() instanceof RSAPublicKey publicKey)
        || !publicKey.getModulus().equals(privateKey.getModulus())) {
      throw fault("key", "%s is not the key of %s".formatted(key, certificate), null);
    }
  }

  private static byte[] read(String name, Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw fault(name, file + " does not exist or cannot be read", e);
    }
  }

  private static InvalidConfiguration fault(String name, String what, @Nullable Throwable cause) {
    return new InvalidConfiguration("%s.%s: %s".formatted(PATH, name, what), cause);
  }
}
