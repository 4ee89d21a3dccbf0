package dev.troupe.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An authority and what it issues, made by the JDK's own keytool, as files in PEM. */
final class Certificates {
  private static final String PASSWORD = "changeit";

  private final Path folder;
  private final Path store;

  private Certificates(Path folder) {
    this.folder = folder;
    this.store = folder.resolve("store.jks");
  }

  static Certificates authority(Path folder) {
    try {
      var made = new Certificates(Files.createDirectories(folder));
      made.keytool(
          "-genkeypair",
          "-alias",
          "ca",
          "-keyalg",
          "RSA",
          "-dname",
          "CN=authority",
          "-ext",
          "bc:c");
      made.pem("ca.crt", "CERTIFICATE", made.keyStore().getCertificate("ca").getEncoded());
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  Path authorityFile() {
    return folder.resolve("ca.crt");
  }

  /**
   * Writes NAME.key, and NAME.crt that is good from an hour ago for a day.
   *
   * @param algorithm {@code RSA} or {@code EC}
   */
  void issue(String name, String algorithm) {
    try {
      keytool("-genkeypair", "-alias", name, "-keyalg", algorithm, "-dname", "CN=troupe-node");
      keytool("-certreq", "-alias", name, "-file", file(name + ".csr").toString());
      var key = keyStore().getKey(name, PASSWORD.toCharArray());
      pem(name + ".key", "PRIVATE KEY", key.getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    issue(name, name, "-1H");
  }

  /**
   * Writes NAME.crt for a key that has been issued.
   *
   * @param from when it begins, as keytool has it, such as {@code -2d}
   */
  void issue(String name, String ofKey, String from) {
    try {
      keytool(
          "-gencert",
          "-alias",
          "ca",
          "-rfc",
          "-startdate",
          from,
          "-validity",
          "1",
          "-infile",
          file(ofKey + ".csr").toString(),
          "-outfile",
          file(name + ".crt").toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  private KeyStore keyStore() throws GeneralSecurityException, IOException {
    var keys = KeyStore.getInstance("JKS");
    try (var stream = Files.newInputStream(store)) {
      keys.load(stream, PASSWORD.toCharArray());
    }
    return keys;
  }

  private void pem(String name, String kind, byte[] encoded) throws IOException {
    var body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    Files.writeString(
        folder.resolve(name),
        "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(kind, body));
  }

  private void keytool(String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    // What PKCS12 does to guess-proof a password takes seconds each time.
    command.addAll(List.of("-keystore", store.toString(), "-storetype", "JKS"));
    command.addAll(List.of("-storepass", PASSWORD, "-keypass", PASSWORD));
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(Files.readString(folder.resolve("keytool.log")));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
