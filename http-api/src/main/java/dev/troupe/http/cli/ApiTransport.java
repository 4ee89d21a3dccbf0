package dev.troupe.http.cli;

import dev.troupe.http.Api;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.ResponseEntity;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.StreamConverters;

/** The API of this process's own engine, without a socket: nobody else can reach it. */
final class ApiTransport implements Transport {
  /** Between two pieces of an answer: a stream may have nothing to say for long. */
  private static final Duration PATIENCE = Duration.ofDays(1);

  private final Api api;
  private final Materializer materializer;

  ApiTransport(Api api, Materializer materializer) {
    this.api = api;
    this.materializer = materializer;
  }

  @Override
  public Reply send(Request request) throws IOException {
    try {
      HttpResponse response = api.handle(message(request)).toCompletableFuture().get();
      return new Reply(response.status().intValue(), stream(response.entity()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      throw new IOException("the engine did not answer", e);
    }
  }

  private static HttpRequest message(Request request) {
    HttpRequest message =
        HttpRequest.create("http://localhost" + request.path())
            .withMethod(
                org.apache.pekko.http.javadsl.model.HttpMethods.lookup(request.method())
                    .orElseThrow())
            .addHeader(RawHeader.create("Host", "localhost"));
    for (var header : request.headers().entrySet()) {
      if (!header.getKey().equals("Content-Type")) {
        message = message.addHeader(RawHeader.create(header.getKey(), header.getValue()));
      }
    }
    return request.body().isEmpty()
        ? message
        : message.withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, request.body()));
  }

  private InputStream stream(ResponseEntity entity) {
    if (entity instanceof HttpEntity.Strict strict) {
      return new ByteArrayInputStream(strict.getData().toArrayUnsafe());
    }
    return entity.getDataBytes().runWith(StreamConverters.asInputStream(PATIENCE), materializer);
  }

  @Override
  public String place() {
    return "this process";
  }

  @Override
  public void close() {}
}
