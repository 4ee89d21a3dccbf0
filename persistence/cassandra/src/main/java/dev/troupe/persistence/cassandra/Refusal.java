package dev.troupe.persistence.cassandra;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.UnsupportedProtocolVersionException;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import com.datastax.oss.driver.api.core.connection.ConnectionInitException;
import dev.troupe.persistence.StoreFailure;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Why Cassandra would not take a connection, in words; the driver tells it somewhere among causes
 * of causes.
 *
 * @param isFinal whether to ask again is of no use before somebody has changed something
 */
record Refusal(String what, String remedy, boolean isFinal) {
  private static final String SECTION = CassandraSettings.SECTION;

  /** The first that explains itself; empty where Cassandra is not there, or not yet. */
  static Optional<Refusal> in(Throwable failure) {
    return causes(failure).map(Refusal::of).flatMap(Optional::stream).findFirst();
  }

  StoreFailure.Refused failure(CassandraSettings settings, Throwable cause) {
    return new StoreFailure.Refused(settings.contactPoints().toString(), what, remedy, cause);
  }

  private static Optional<Refusal> of(Throwable cause) {
    return switch (cause) {
      case AuthenticationException refused -> Optional.of(authentication(line(refused)));
      case SSLException refused -> Optional.of(tls(line(refused)));
      case UnsupportedProtocolVersionException _ ->
          Optional.of(
              new Refusal(
                  "it does not speak the protocol that was asked for",
                  "If it wants TLS, set %s.tls.authority.".formatted(SECTION),
                  true));
      case ClosedConnectionException _ -> Optional.of(silent("it ends each connection at once"));
      case DriverTimeoutException _ ->
          Optional.of(silent("it takes connections and answers nothing"));
      default -> Optional.empty();
    };
  }

  /** It may still be starting. */
  private static Refusal silent(String what) {
    return new Refusal(
        what,
        "If it wants TLS, set %1$s.tls.authority; if it wants a certificate of this node, %1$s.tls.key and certificate."
            .formatted(SECTION),
        false);
  }

  private static Refusal authentication(String said) {
    if (said.contains("no authenticator configured")) {
      return new Refusal(
          "it wants a name and a password, and none is configured",
          "Set %1$s.username and %1$s.password-file.".formatted(SECTION),
          true);
    }
    var isWrong = said.contains("incorrect");
    return new Refusal(
        isWrong ? "the name or the password is wrong" : "it could not check the password: " + said,
        "Check %1$s.username, %1$s.password-file, and that the role may LOGIN.".formatted(SECTION),
        isWrong);
  }

  private static Refusal tls(String said) {
    var isPlain = said.contains("not an SSL/TLS record");
    return new Refusal(
        isPlain ? "it does not speak TLS" : "TLS does not come about: " + said,
        isPlain
            ? "Leave out %s.tls, or have its client_encryption_options enabled.".formatted(SECTION)
            : "Check that %s.tls.authority is the certificate of who issued Cassandra's, and that Cassandra's names the address it is found at."
                .formatted(SECTION),
        // It may just have ended in the midst of it.
        !said.contains("closed"));
  }

  /** The innermost cause says most; one line. */
  static String words(Throwable failure) {
    return causes(failure).findFirst().map(Refusal::line).orElseGet(() -> line(failure));
  }

  private static String line(Throwable cause) {
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
  }

  /** Itself, what caused it, and what caused the failures of each node, outermost first. */
  private static Stream<Throwable> causes(@Nullable Throwable failure) {
    if (failure == null) {
      return Stream.empty();
    }
    var nodes =
        failure instanceof AllNodesFailedException all
            ? all.getAllErrors().values().stream().flatMap(List::stream)
            : Stream.<Throwable>empty();
    // The outer ones say less: that a step of the connection was cut off, by what they were caused.
    var own =
        failure instanceof ConnectionInitException ? Stream.<Throwable>empty() : Stream.of(failure);
    return Stream.of(
            causes(failure.getCause()),
            nodes.flatMap(Refusal::causes),
            Stream.of(failure.getSuppressed()).flatMap(Refusal::causes),
            own)
        .flatMap(part -> part);
  }
}
