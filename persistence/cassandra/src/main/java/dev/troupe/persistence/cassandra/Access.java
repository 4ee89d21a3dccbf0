package dev.troupe.persistence.cassandra;

import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Who this node is to Cassandra and how it speaks to it: {@code troupe.cassandra.username} and
 * {@code .password-file}, {@code .tls}. What is not set is left to the driver's own settings.
 */
record Access(Optional<PasswordFile> password, Optional<TlsFiles> tls) {

  /**
   * Reads the section {@code troupe.cassandra}, and the files that it names.
   *
   * @throws IllegalArgumentException if a setting or a file cannot be used; the message names both
   */
  static Access of(Config section) {
    return new Access(password(section), tls(section.getConfig("tls")));
  }

  CqlSessionBuilder applied(CqlSessionBuilder builder) {
    password.ifPresent(builder::withAuthProvider);
    tls.ifPresent(builder::withSslEngineFactory);
    return builder;
  }

  private static Optional<PasswordFile> password(Config section) {
    var username = section.getString("username");
    var file = file(section, "password-file");
    if (username.isBlank() != file.isEmpty()) {
      throw new IllegalArgumentException(
          "%s.username and password-file belong together; %s is missing"
              .formatted(
                  CassandraSettings.SECTION, username.isBlank() ? "username" : "password-file"));
    }
    var password = file.map(path -> new PasswordFile(username, path));
    password.ifPresent(PasswordFile::check);
    return password;
  }

  private static Optional<TlsFiles> tls(Config section) {
    var authority = file(section, "authority");
    var key = file(section, "key");
    var certificate = file(section, "certificate");
    if (key.isPresent() != certificate.isPresent() || (key.isPresent() && authority.isEmpty())) {
      throw new IllegalArgumentException(
          "%s.tls: key and certificate belong together, and authority with them; set authority alone where Cassandra asks for no certificate"
              .formatted(CassandraSettings.SECTION));
    }
    var tls =
        authority.map(
            file -> new TlsFiles(file, key, certificate, section.getBoolean("check-host-name")));
    tls.ifPresent(TlsFiles::check);
    return tls;
  }

  private static Optional<Path> file(Config section, String name) {
    return Optional.of(section.getString(name)).filter(given -> !given.isBlank()).map(Path::of);
  }
}
