package dev.troupe.agents.model;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DatabindException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.UnresolvedModelServerException;
import dev.troupe.agents.model.ModelFailure.Kind;
import dev.troupe.persistence.Json;
import dev.troupe.persistence.SyntaxFault;
import java.net.ConnectException;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what a failed try means, in words that name the endpoint and what to do, but no secret. */
final class FaultReader {
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
      // langchain4j answers this one in place of what the transport threw.
      if (cause instanceof UnresolvedModelServerException) {
        return passing(
            Kind.UNAVAILABLE,
            "the host's name is not known here; check the base-url and this machine's network");
      }
    }
    return passing(
        Kind.INVALID_REPLY,
        "the answer could not be read (%s); is this %s endpoint?"
            .formatted(reason(thrown), protocol.title()));
  }

  /** The parser's own words would be for programmers. */
  private static String reason(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof DatabindException) {
        return "a field is missing or of another type";
      }
      if (cause instanceof JacksonException syntax) {
        return "not JSON: " + SyntaxFault.sentence(syntax);
      }
    }
    return "it is empty or has no choices";
  }

  CallFault read(TransportFailure failure) {
    return switch (failure) {
      case TransportFailure.BadStatus status -> read(status);
      case TransportFailure.Disconnected broken ->
          passing(
              Kind.UNAVAILABLE,
              "no connection (%s); is it running, and reachable from here?"
                  .formatted(connection(broken.getCause())));
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
      case TransportFailure.Interrupted _ -> last(Kind.UNAVAILABLE, "the call was stopped");
    };
  }

  private static String connection(@Nullable Throwable cause) {
    var said = cause == null ? null : cause.getMessage();
    if (said != null) {
      return said;
    }
    return cause instanceof ConnectException ? "nothing listens there" : "it broke off";
  }

  private CallFault read(TransportFailure.BadStatus failure) {
    var said = said(failure.getMessage());
    var status = "status %d%s".formatted(failure.statusCode(), said.isEmpty() ? "" : ": " + said);
    return switch (failure.statusCode()) {
      case 429 ->
          new CallFault.Passing(
              failure(Kind.RATE_LIMITED, status + "; it asks to be called less"),
              failure.retryAfter());
      case 400 ->
          isContentFilter(failure.getMessage())
              ? last(Kind.REFUSED, status)
              : last(Kind.INVALID_REQUEST, status + NOT_TAKEN);
      case 401, 403 -> last(Kind.NOT_CONFIGURED, status + adviceOnKey());
      case 404 ->
          last(
              Kind.NOT_CONFIGURED,
              status
                  + "; check the model's name and the base-url (what follows it is added: %s)"
                      .formatted(protocol.path(model)));
      default -> readOther(failure, status);
    };
  }

  private CallFault readOther(TransportFailure.BadStatus failure, String status) {
    boolean passing =
        failure.statusCode() == REQUEST_TIMEOUT || failure.statusCode() >= SERVER_ERRORS;
    return passing
        ? new CallFault.Passing(failure(Kind.UNAVAILABLE, status), failure.retryAfter())
        : last(Kind.INVALID_REQUEST, status + NOT_TAKEN);
  }

  private String adviceOnKey() {
    return (endpoint.apiKey().isPresent()
            ? "; check the key in troupe.models.providers.%s"
            : "; no key was sent: set api-key-file in troupe.models.providers.%s, whose key goes to its own base-url only")
        .formatted(provider);
  }

  private CallFault last(Kind kind, String what) {
    return new CallFault.Final(failure(kind, what));
  }

  private CallFault passing(Kind kind, String what) {
    return new CallFault.Passing(failure(kind, what), Optional.empty());
  }

  ModelFailure failure(Kind kind, String what) {
    return new ModelFailure(kind, "%s: %s".formatted(url(), hidden(what)));
  }

  private URI url() {
    return endpoint.baseUrl().resolve(endpoint.baseUrl().getPath() + protocol.path(model));
  }

  private String hidden(String text) {
    return endpoint.apiKey().map(key -> key.hiddenIn(text)).orElse(text);
  }

  private static boolean isContentFilter(@Nullable String body) {
    return error(body).path("code").asText().contains("content");
  }

  /** The endpoint's own words, shortened. */
  private static String said(@Nullable String body) {
    var error = error(body);
    var message = error.isTextual() ? error.asText() : error.path("message").asText("");
    var text = message.isEmpty() ? String.valueOf(body) : message;
    return text.substring(0, Math.min(QUOTED_CHARACTERS, text.length()))
        .replaceAll("\\s+", " ")
        .strip();
  }

  private static JsonNode error(@Nullable String body) {
    try {
      return Json.parse(String.valueOf(body)).path("error");
    } catch (IllegalArgumentException notJson) {
      return Json.MAPPER.createObjectNode();
    }
  }
}
