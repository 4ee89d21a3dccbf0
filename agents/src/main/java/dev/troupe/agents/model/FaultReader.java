package dev.troupe.agents.model;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.DatabindException;
import dev.langchain4j.exception.ContentFilteredException;
import dev.troupe.agents.model.ModelFailure.Kind;
import dev.troupe.persistence.SyntaxFault;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Says what a failed try means, in words that name the endpoint and what to do, but no secret. */
final class FaultReader {
  static final String NAMES_NO_TOOL = "the model asks for a tool with an empty name; there is none";

  private static final int QUOTED_CHARACTERS = 300;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int SERVER_ERRORS = 500;
  private static final String NOT_TAKEN = "; does the model take this request?";

  private final String provider;
  private final Endpoint endpoint;
  private final Protocol protocol;
  private final String model;

  FaultReader(String provider, Endpoint endpoint, Protocol protocol, String model) {
    this.provider = provider;
    this.endpoint = endpoint;
    this.protocol = protocol;
    this.model = model;
  }

  CallFault read(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof ContentFilteredException refusal) {
        return last(Kind.REFUSED, "the model refused to answer: " + refusal.getMessage());
      }
      if (cause instanceof TransportFailure failure) {
        return read(failure);
      }
    }
    if (namesNoTool(thrown)) {
      return passing(Kind.INVALID_REPLY, NAMES_NO_TOOL);
    }
    return passing(
        Kind.INVALID_REPLY,
        "the answer could not be read (%s); is this %s endpoint?"
            .formatted(reason(thrown), protocol.title()));
  }

  /** The client looks at a streamed call's name before anybody else can. */
  private static boolean namesNoTool(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof IllegalArgumentException
          && "name cannot be null or blank".equals(cause.getMessage())) {
        return true;
      }
    }
    return false;
  }

  /** The parser's own words would be for programmers. */
  private static String reason(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof InputCoercionException) {
        return "a number in it is larger than any that is counted";
      }
    }
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof JacksonException syntax && !(cause instanceof DatabindException)) {
        return "not JSON: " + SyntaxFault.sentence(syntax);
      }
    }
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof DatabindException) {
        return "a field is missing or of another type";
      }
    }
    return "it is empty or has no choices";
  }

  CallFault read(TransportFailure failure) {
    return switch (failure) {
      case TransportFailure.BadStatus status -> read(status);
      case TransportFailure.Disconnected broken -> read(broken);
      case TransportFailure.NotConnected busy ->
          new CallFault.NotSent(
              ModelFailure.unsent(Kind.TIMEOUT, text(String.valueOf(busy.getMessage()))),
              Optional.empty());
      case TransportFailure.TooLate late when late.isOfStep() ->
          new CallFault.OutOfTime(
              failure(
                  Kind.TIMEOUT,
                  "%s: the step's time was over; raise its TimeoutSeconds"
                      .formatted(late.getMessage())));
      case TransportFailure.TooLate late ->
          last(
              Kind.TIMEOUT,
              "%s; raise the role's limits.timeout or the step's TimeoutSeconds"
                  .formatted(late.getMessage()));
      case TransportFailure.TooLarge large ->
          last(
              Kind.INVALID_REPLY,
              "the answer has %s (troupe.models.http.response-bytes)"
                  .formatted(large.getMessage()));
      case TransportFailure.Suspended _ ->
          last(
              Kind.UNAVAILABLE,
              "nothing was sent: this node was suspended, and another may have taken over its tasks");
      case TransportFailure.Interrupted _ -> last(Kind.UNAVAILABLE, "the call was stopped");
      case TransportFailure.Stalled stalled ->
          passing(Kind.TIMEOUT, "%s (%s)".formatted(stalled.getMessage(), stalled.setting()));
      case TransportFailure.Truncated _ -> brokenOff();
      case TransportFailure.Told told ->
          read(
              told.statusCode(),
              "an error in the answer: " + said(told.getMessage()),
              told.getMessage(),
              Optional.empty());
      case TransportFailure.Refused refused ->
          last(Kind.REFUSED, "the model refused to answer: " + refused.getMessage());
      case TransportFailure.NotAllowed host ->
          last(
              Kind.NOT_CONFIGURED,
              "calls may not go to the host %s; add it to troupe.models.http.allowed-hosts"
                  .formatted(host.getMessage()));
      case TransportFailure.AnsweredWhole _ ->
          last(
              Kind.INVALID_REPLY,
              "it does not stream; set troupe.models.providers.%s.stream = false"
                  .formatted(provider));
    };
  }

  private static String connection(@Nullable Throwable cause) {
    var said = cause == null ? null : cause.getMessage();
    if (said != null) {
      return said;
    }
    return cause instanceof ConnectException ? "nothing listens there" : "it broke off";
  }

  private CallFault read(TransportFailure.Disconnected broken) {
    for (Throwable cause = broken.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLHandshakeException handshake) {
        return last(
            Kind.UNAVAILABLE,
            "no trusted connection (%s); check its certificate and the base-url"
                .formatted(handshake.getMessage()));
      }
    }
    if (broken.getCause() instanceof UnknownHostException) {
      return passing(
          Kind.UNAVAILABLE,
          "the host's name is not known here; check the base-url and this machine's network");
    }
    return broken.isMidway()
        ? brokenOff()
        : passing(
            Kind.UNAVAILABLE,
            "no connection (%s); is it running, and reachable from here?"
                .formatted(connection(broken.getCause())));
  }

  private CallFault read(TransportFailure.BadStatus failure) {
    var said = said(failure.getMessage());
    return read(
        failure.statusCode(),
        "status %d%s".formatted(failure.statusCode(), said.isEmpty() ? "" : ": " + said),
        failure.getMessage(),
        failure.retryAfter());
  }

  private CallFault read(
      int code, String status, @Nullable String body, Optional<Duration> retryAfter) {
    return switch (code) {
      case 429 ->
          new CallFault.Passing(
              failure(Kind.RATE_LIMITED, status + "; it asks to be called less"), retryAfter);
      case 400 ->
          isContentFilter(body)
              ? last(Kind.REFUSED, status)
              : last(Kind.INVALID_REQUEST, status + NOT_TAKEN);
      case 401, 403 -> last(Kind.NOT_CONFIGURED, status + adviceOnKey());
      case 301, 302, 303, 307, 308 ->
          last(
              Kind.NOT_CONFIGURED,
              status + "; it sends callers elsewhere, which is not followed: correct the base-url");
      case 404 ->
          last(
              Kind.NOT_CONFIGURED,
              status
                  + "; check the model's name and the base-url (what follows it is added: %s)"
                      .formatted(protocol.path(model)));
      default ->
          code == REQUEST_TIMEOUT || code >= SERVER_ERRORS
              ? new CallFault.Passing(failure(Kind.UNAVAILABLE, status), retryAfter)
              : last(Kind.INVALID_REQUEST, status + NOT_TAKEN);
    };
  }

  private String adviceOnKey() {
    return (endpoint.apiKey().isPresent()
            ? "; check the key in troupe.models.providers.%s"
            : "; no key was sent: set api-key-file in troupe.models.providers.%s, whose key goes to its own base-url only")
        .formatted(provider);
  }

  /** What had come of it is on the bill. */
  private CallFault brokenOff() {
    return new CallFault.Passing(
        failure(Kind.UNAVAILABLE, "the answer broke off before its end").afterBilledTry(),
        Optional.empty());
  }

  private CallFault last(Kind kind, String what) {
    return new CallFault.Final(failure(kind, what));
  }

  private CallFault passing(Kind kind, String what) {
    return new CallFault.Passing(failure(kind, what), Optional.empty());
  }

  ModelFailure failure(Kind kind, String what) {
    return new ModelFailure(kind, text(what));
  }

  private String text(String what) {
    return "%s: %s".formatted(url(), hidden(what));
  }

  private URI url() {
    return endpoint.baseUrl().resolve(endpoint.baseUrl().getPath() + protocol.path(model));
  }

  private String hidden(String text) {
    return endpoint.apiKey().map(key -> key.hiddenIn(text)).orElse(text);
  }

  private static boolean isContentFilter(@Nullable String body) {
    return ErrorBody.of(body).code().contains("content");
  }

  /** The endpoint's own words, shortened. */
  private static String said(@Nullable String body) {
    var message = ErrorBody.of(body).message();
    var text = message.isEmpty() ? String.valueOf(body) : message;
    return text.substring(0, Math.min(QUOTED_CHARACTERS, text.length()))
        .replaceAll("\\s+", " ")
        .strip();
  }
}
