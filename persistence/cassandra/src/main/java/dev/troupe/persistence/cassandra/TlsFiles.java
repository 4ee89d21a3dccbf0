package dev.troupe.persistence.cassandra;

import com.datastax.oss.driver.api.core.metadata.EndPoint;
import com.datastax.oss.driver.api.core.ssl.ProgrammaticSslEngineFactory;
import com.datastax.oss.driver.api.core.ssl.SslEngineFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** TLS to Cassandra with files in PEM, which are read again for each connection. */
final class TlsFiles implements SslEngineFactory {
  private static final Pattern PKCS8 =
      Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);
  private static final char[] UNUSED = {};

  private final Path authority;
  private final Optional<Path> key;
  private final Optional<Path> certificate;
  private final boolean checksHostName;

  /**
   * @param key of this node, where Cassandra asks for a certificate; with it the certificate
   * @param checksHostName whether a server's certificate has to name the address it was found at
   */
  TlsFiles(Path authority, Optional<Path> key, Optional<Path> certificate, boolean checksHostName) {
    this.authority = authority;
    this.key = key;
    this.certificate = certificate;
    this.checksHostName = checksHostName;
  }

  /**
   * @throws IllegalArgumentException if a file cannot be used
   */
  void check() {
    var _ = context();
  }

  @Override
  public SSLEngine newSslEngine(EndPoint remote) {
    return new ProgrammaticSslEngineFactory(context(), null, checksHostName).newSslEngine(remote);
  }

  @Override
  public void close() {}

  private SSLContext context() {
    try {
      var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trusted.init(authorities());
      var context = SSLContext.getInstance("TLS");
      context.init(own(), trusted.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw fault("authority", authority, "cannot be used: " + e.getMessage(), e);
    }
  }

  private KeyStore authorities() throws GeneralSecurityException, IOException {
    var store = emptyStore();
    for (var certificate : certificates("authority", authority)) {
      store.setCertificateEntry(Integer.toString(store.size()), certificate);
    }
    return store;
  }

  private KeyManager @Nullable [] own() throws GeneralSecurityException, IOException {
    if (key.isEmpty() || certificate.isEmpty()) {
      return null;
    }
    var store = emptyStore();
    var chain = certificates("certificate", certificate.get());
    store.setKeyEntry("own", privateKey(key.get(), chain[0]), UNUSED, chain);
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, UNUSED);
    return keys.getKeyManagers();
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static Certificate[] certificates(String setting, Path file) {
    try (var stream = new ByteArrayInputStream(read(setting, file))) {
      var found = CertificateFactory.getInstance("X.509").generateCertificates(stream);
      if (!found.isEmpty()) {
        return found.toArray(Certificate[]::new);
      }
    } catch (GeneralSecurityException | IOException e) {
      throw fault(setting, file, "holds no certificate in PEM", e);
    }
    throw fault(setting, file, "holds no certificate in PEM", null);
  }

  private static PrivateKey privateKey(Path file, Certificate own) {
    var found = PKCS8.matcher(new String(read("key", file), StandardCharsets.US_ASCII));
    if (!found.find()) {
      throw fault("key", file, "holds no private key in PEM (PKCS#8) without a password", null);
    }
    try {
      var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(found.group(1)));
      return KeyFactory.getInstance(own.getPublicKey().getAlgorithm()).generatePrivate(encoded);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw fault("key", file, "is not the key of the certificate", e);
    }
  }

  private static byte[] read(String setting, Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw fault(setting, file, "does not exist or cannot be read", e);
    }
  }

  private static IllegalArgumentException fault(
      String setting, Path file, String what, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "%s.tls.%s: %s %s".formatted(CassandraSettings.SECTION, setting, file, what), cause);
  }
}
