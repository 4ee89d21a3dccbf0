package dev.troupe.agents.model;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpMethod;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The transport under every model call: blocks its virtual thread, keeps to the call's deadline in
 * all phases, and opens no more connections than it may; what is beyond waits.
 */
final class VirtualThreadHttpClient implements HttpClient {
  private static final int OK = 200;
  private static final int MULTIPLE_CHOICES = 300;

  private final HttpSettings settings;
  private final InstantSource clock;
  private final Semaphore connections;
  private final java.net.http.HttpClient client;

  VirtualThreadHttpClient(HttpSettings settings, Executor virtualThreads, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    this.connections = new Semaphore(settings.connections(), true);
    this.client =
        java.net.http.HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .connectTimeout(settings.connectTimeout())
            .executor(virtualThreads)
            .build();
  }

  @Override
  public SuccessfulHttpResponse execute(HttpRequest request) {
    var scope = CallScope.CURRENT.get();
    try {
      if (!connections.tryAcquire(scope.left(clock).toNanos(), TimeUnit.NANOSECONDS)) {
        throw new TransportFailure.TooLate(
            "all %d connections were busy".formatted(settings.connections()));
      }
      try {
        return exchange(request, scope);
      } finally {
        connections.release();
      }
    } catch (InterruptedException stopped) {
      throw new TransportFailure.Interrupted();
    }
  }

  private SuccessfulHttpResponse exchange(HttpRequest request, CallScope scope)
      throws InterruptedException {
    var answer =
        client.sendAsync(outgoing(request, scope), _ -> new BoundedBody(settings.responseBytes()));
    return checked(await(answer, scope.left(clock)));
  }

  private <T> T await(CompletableFuture<T> answer, Duration left) throws InterruptedException {
    try {
      return answer.get(left.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      throw new TransportFailure.TooLate("no answer came in time");
    } catch (ExecutionException failed) {
      throw failure(failed);
    } finally {
      // Without effect on an answer that is there; closes the connection of one that is not.
      answer.cancel(true);
    }
  }

  private RuntimeException failure(ExecutionException failed) {
    Throwable cause = failed;
    while (cause instanceof ExecutionException
        || cause instanceof java.util.concurrent.CompletionException) {
      cause = cause.getCause();
    }
    for (Throwable below = cause; below != null; below = below.getCause()) {
      if (below instanceof BoundedBody.Exceeded) {
        return new TransportFailure.TooLarge(settings.responseBytes());
      }
    }
    return cause instanceof IOException broken
        ? new TransportFailure.Disconnected(broken)
        : new IllegalStateException("The request could not be sent", cause);
  }

  private static java.net.http.HttpRequest outgoing(HttpRequest request, CallScope scope) {
    var outgoing = java.net.http.HttpRequest.newBuilder(URI.create(request.url()));
    request
        .headers()
        .forEach((name, values) -> values.forEach(value -> outgoing.header(name, value)));
    scope.headers().forEach(outgoing::setHeader);
    var body = request.body();
    outgoing.method(
        request.method() == HttpMethod.POST ? "POST" : request.method().name(),
        body == null
            ? java.net.http.HttpRequest.BodyPublishers.noBody()
            : java.net.http.HttpRequest.BodyPublishers.ofByteArray(
                body.getBytes(StandardCharsets.UTF_8)));
    return outgoing.build();
  }

  private SuccessfulHttpResponse checked(HttpResponse<byte[]> response) {
    var body = new String(response.body(), StandardCharsets.UTF_8);
    if (response.statusCode() < OK || response.statusCode() >= MULTIPLE_CHOICES) {
      throw new TransportFailure.BadStatus(response.statusCode(), body, retryAfter(response));
    }
    return SuccessfulHttpResponse.builder()
        .statusCode(response.statusCode())
        .headers(response.headers().map())
        .body(body)
        .build();
  }

  private Optional<Duration> retryAfter(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .flatMap(header -> RetryAfter.parse(header, clock.instant()));
  }

  @Override
  public void execute(
      HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
    throw new UnsupportedOperationException("Model calls are not streamed yet");
  }
}
