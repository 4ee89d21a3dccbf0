package dev.troupe.persistence.cassandra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server's key and certificate, which is its own authority, made by the JDK's own keytool. */
final class ServerKeys {
  static final String PASSWORD = "changeit";

  private final Path folder;

  private ServerKeys(Path folder) {
    this.folder = folder;
  }

  /**
   * @param names what the certificate stands for, as keytool has it, such as {@code ip:127.0.0.1}
   */
  static ServerKeys make(String names) {
    try {
      var keys = new ServerKeys(Files.createTempDirectory("troupe-keys"));
      keys.keytool(
          "-genkeypair", "-keyalg", "RSA", "-dname", "CN=cassandra", "-ext", "san=" + names);
      keys.keytool("-exportcert", "-rfc", "-file", keys.certificate().toString());
      return keys;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path store() {
    return folder.resolve("store.jks");
  }

  /** In PEM. */
  Path certificate() {
    return folder.resolve("server.crt");
  }

  private void keytool(String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-alias", "server", "-keystore", store().toString()));
    command.addAll(List.of("-storetype", "JKS", "-storepass", PASSWORD, "-keypass", PASSWORD));
    var log = folder.resolve("keytool.log");
    var process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(Files.readString(log));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
