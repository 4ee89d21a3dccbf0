package dev.troupe.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Json;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** Responses in the few forms that the API has. */
final class Answers {
  private static final ContentType PROBLEM = ContentTypes.parse("application/problem+json");
  private static final ContentType NDJSON = ContentTypes.parse("application/x-ndjson");

  private Answers() {}

  static HttpResponse json(int status, JsonNode body) {
    return answer(status, ContentTypes.APPLICATION_JSON, body);
  }

  static HttpResponse problem(Problem problem, String instance) {
    HttpResponse response = answer(problem.status(), PROBLEM, problem.toJson(instance));
    var retryAfter = problem.retryAfter();
    if (retryAfter != null) {
      return response.addHeader(header("Retry-After", String.valueOf(retryAfter.toSeconds())));
    }
    return problem.allow().isEmpty()
        ? response
        : response.addHeader(header("Allow", problem.allow()));
  }

  static HttpResponse text(int status, String type, String body) {
    return HttpResponse.create()
        .withStatus(StatusCodes.get(status))
        .withEntity(HttpEntities.create(ContentTypes.parse(type), ByteString.fromString(body)));
  }

  static HttpResponse empty(int status) {
    return HttpResponse.create().withStatus(StatusCodes.get(status));
  }

  /** One JSON document a line, as they come. */
  static HttpResponse lines(Source<? extends JsonNode, NotUsed> documents) {
    return text(documents.map(node -> ByteString.fromString(Json.write(node) + "\n")));
  }

  /** The same, written already. */
  static HttpResponse text(Source<ByteString, NotUsed> lines) {
    return HttpResponse.create().withEntity(HttpEntities.createChunked(NDJSON, lines));
  }

  static HttpHeader header(String name, String value) {
    return RawHeader.create(name, value);
  }

  private static HttpResponse answer(int status, ContentType type, JsonNode body) {
    return HttpResponse.create()
        .withStatus(StatusCodes.get(status))
        .withEntity(HttpEntities.create(type, ByteString.fromArrayUnsafe(Json.bytes(body))));
  }
}
