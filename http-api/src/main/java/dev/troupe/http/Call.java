package dev.troupe.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.SyntaxFault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.Query;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.Materializer;

/** One request on its way through the routes. */
public record Call(HttpRequest request, List<String> path, Materializer materializer) {
  /** There is one tenant until access control exists; it never comes from a body. */
  public static final String TENANT = "default";

  private static final long BODY_TIMEOUT_MILLIS = 10_000;

  public static Call of(HttpRequest request, Materializer materializer) {
    var segments = new ArrayList<String>(4);
    request.getUri().pathSegments().forEach(segments::add);
    return new Call(request, segments, materializer);
  }

  public String method() {
    return request.method().name();
  }

  /** The path as sent, for problem documents. */
  public String instance() {
    return request.getUri().path();
  }

  public Optional<String> header(String name) {
    return request.getHeader(name).map(HttpHeader::value);
  }

  public Optional<String> query(String name) {
    List<String> values = queryAll(name);
    if (values.size() > 1) {
      throw new ProblemException(
          Problem.badRequest("The query parameter " + name + " stands there twice; give it once."));
    }
    return values.stream().findFirst();
  }

  public List<String> queryAll(String name) {
    // Pekko lists repeated parameters last first.
    return parameters().getAll(name).reversed();
  }

  /** The names of the query's parameters, as often as they stand there. */
  public List<String> queryNames() {
    // A stray & is no parameter.
    return parameters().toList().stream()
        .filter(pair -> !pair.first().isEmpty() || !pair.second().isEmpty())
        .map(Pair::first)
        .toList();
  }

  private Query parameters() {
    try {
      return request.getUri().query();
    } catch (RuntimeException notAQuery) {
      throw new ProblemException(
          Problem.badRequest(
              "The query cannot be read; write it as name=value&name=value, percent-encoded."));
    }
  }

  public boolean accepts(String mediaType) {
    return header("Accept").map(a -> a.toLowerCase(Locale.ROOT).contains(mediaType)).orElse(false);
  }

  /** The whole body, if it is JSON by name and syntax and no larger than allowed. */
  public CompletionStage<JsonNode> json(long maxBytes) {
    String type = request.entity().getContentType().mediaType().toString();
    if (!type.equals("application/json")) {
      String sent = request.entity().isKnownEmpty() ? "empty" : type;
      throw new ProblemException(Problem.unsupportedMediaType(sent));
    }
    return body(maxBytes).thenApply(Call::parse);
  }

  /** The whole body, whatever it is. */
  public CompletionStage<byte[]> body(long maxBytes) {
    if (request.entity().getContentLengthOption().orElse(0) > maxBytes) {
      request.discardEntityBytes(materializer);
      throw new ProblemException(Problem.tooLarge(maxBytes));
    }
    if (request.entity() instanceof HttpEntity.Strict strict) {
      return CompletableFuture.completedFuture(strict.getData().toArrayUnsafe());
    }
    return request
        .entity()
        .withSizeLimit(maxBytes)
        .toStrict(BODY_TIMEOUT_MILLIS, materializer)
        .thenApply(strict -> strict.getData().toArrayUnsafe())
        .exceptionally(failure -> refuse(failure, maxBytes));
  }

  private static byte[] refuse(Throwable failure, long maxBytes) {
    Throwable cause = failure instanceof CompletionException c ? c.getCause() : failure;
    if (cause instanceof EntityStreamSizeException) {
      throw new ProblemException(Problem.tooLarge(maxBytes));
    }
    throw new ProblemException(Problem.badRequest("The body broke off before its end."));
  }

  private static JsonNode parse(byte[] body) {
    try {
      JsonNode node = EdgeJson.read(body);
      if (node == null || node.isMissingNode()) {
        throw new ProblemException(Problem.badRequest("The body is empty; send a JSON object."));
      }
      return node;
    } catch (JacksonException e) {
      throw new ProblemException(
          Problem.badRequest("The body is not JSON: " + SyntaxFault.sentence(e)));
    } catch (IOException e) {
      throw new ProblemException(Problem.badRequest("The body cannot be read as JSON."));
    }
  }
}
