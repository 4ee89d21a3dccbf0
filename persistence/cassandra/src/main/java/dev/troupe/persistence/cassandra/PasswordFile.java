package dev.troupe.persistence.cassandra;

import com.datastax.oss.driver.api.core.auth.PlainTextAuthProviderBase;
import com.datastax.oss.driver.api.core.metadata.EndPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A name and a password, which is read again for each connection: so it may be changed. */
final class PasswordFile extends PlainTextAuthProviderBase {
  private final String username;
  private final Path file;

  PasswordFile(String username, Path file) {
    super("troupe");
    this.username = username;
    this.file = file;
  }

  /**
   * @throws IllegalArgumentException if the file has no password
   */
  void check() {
    var _ = password();
  }

  @Override
  protected Credentials getCredentials(EndPoint endPoint, String serverAuthenticator) {
    return new Credentials(username.toCharArray(), password().toCharArray());
  }

  private String password() {
    var setting = CassandraSettings.SECTION + ".password-file: ";
    try {
      var password = Files.readString(file).strip();
      if (password.isEmpty()) {
        throw new IllegalArgumentException(setting + file + " is empty; write the password in it");
      }
      return password;
    } catch (IOException e) {
      throw new IllegalArgumentException(setting + file + " does not exist or cannot be read", e);
    }
  }
}
