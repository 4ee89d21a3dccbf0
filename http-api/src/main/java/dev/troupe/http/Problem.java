package dev.troupe.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.supervisor.SubmitReply.Fault;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is no success, as RFC 9457 lays it out.
 *
 * @param kind the last part of its type, {@code urn:troupe:problem:KIND}
 * @param detail what was wrong, where, and what to do
 * @param errors each fault of the request's body, with a JSON pointer to its place
 * @param allow the methods that the path takes, for 405; else empty
 * @param retryAfter when to ask again, for 503; null where nobody can say
 */
public record Problem(
    int status,
    String kind,
    String title,
    String detail,
    List<Fault> errors,
    String allow,
    @Nullable Duration retryAfter) {

  public static final String TYPE_PREFIX = "urn:troupe:problem:";

  /** A fork was asked for at an event where none can begin, or that there is not. */
  public static final String NO_FORK_POINT = "no-fork-point";

  public Problem(int status, String kind, String title, String detail, List<Fault> errors) {
    this(status, kind, title, detail, errors, "", null);
  }

  public static Problem badRequest(String detail) {
    return new Problem(400, "bad-request", "The request cannot be read", detail, List.of());
  }

  public static Problem notFound(String detail) {
    return new Problem(404, "not-found", "There is no such thing", detail, List.of());
  }

  public static Problem noSuchTask(String id) {
    return notFound("There is no task " + id + ". GET /v1/tasks lists the tasks there are.");
  }

  public static Problem methodNotAllowed(String method, String allowed) {
    String detail = "This path does not take " + method + "; it takes " + allowed + ".";
    return new Problem(
        405, "method-not-allowed", "The method is not allowed", detail, List.of(), allowed, null);
  }

  public static Problem notAcceptable(String offered) {
    String detail = "This path answers with " + offered + "; name it in the Accept header.";
    return new Problem(406, "not-acceptable", "No acceptable form", detail, List.of());
  }

  public static Problem conflict(String kind, String title, String detail) {
    return new Problem(409, kind, title, detail, List.of());
  }

  public static Problem tooLarge(long maxBytes) {
    String detail = "The body is larger than " + maxBytes + " bytes; send less.";
    return new Problem(413, "too-large", "The body is too large", detail, List.of());
  }

  public static Problem unsupportedMediaType(String sent) {
    String detail = "The body is " + sent + "; send application/json with that Content-Type.";
    return new Problem(415, "unsupported-media-type", "Not JSON", detail, List.of());
  }

  public static Problem misdirected(String host) {
    String detail =
        "The Host header says "
            + (host.isEmpty() ? "nothing" : "'" + host + "'")
            + ", but this server answers on loopback names only: use localhost or 127.0.0.1.";
    return new Problem(421, "misdirected", "Not this server's name", detail, List.of());
  }

  public static Problem foreignOrigin(String origin) {
    String detail = "Pages of " + origin + " may not use this API; only those of this machine may.";
    return new Problem(403, "foreign-origin", "The origin is foreign", detail, List.of());
  }

  public static Problem invalid(List<Fault> errors) {
    String detail =
        errors.size() == 1
            ? errors.getFirst().detail()
            : "The body has " + errors.size() + " faults; errors names each with its place.";
    return new Problem(422, "invalid", "The body does not fit", detail, errors);
  }

  public static Problem internal() {
    String detail = "The server met a fault of its own; its log says which. Try again.";
    return new Problem(500, "internal", "A fault of the server", detail, List.of());
  }

  public static Problem unavailable(String detail) {
    return new Problem(503, "unavailable", "Not available now", detail, List.of());
  }

  /** Nothing was done, and the same can be asked again later. */
  public static Problem unavailable(String detail, Duration retryAfter) {
    return new Problem(503, "unavailable", "Not available now", detail, List.of(), "", retryAfter);
  }

  /** It may have been done. */
  public static Problem unknownOutcome(String detail) {
    return new Problem(504, "unknown-outcome", "Nobody answered in time", detail, List.of());
  }

  public ObjectNode toJson(String instance) {
    ObjectNode json =
        EdgeJson.object()
            .put("type", TYPE_PREFIX + kind)
            .put("title", title)
            .put("status", status)
            .put("detail", detail)
            .put("instance", instance);
    if (!errors.isEmpty()) {
      var list = json.putArray("errors");
      errors.forEach(
          fault -> list.addObject().put("pointer", fault.pointer()).put("detail", fault.detail()));
    }
    return json;
  }
}
