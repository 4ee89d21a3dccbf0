package dev.troupe.agents.model;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.IOException;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The transport under every model call: blocks its virtual thread, keeps to the call's deadline in
 * all phases, and opens no more connections than it may; what is beyond waits.
 */
final class VirtualThreadHttpClient implements HttpClient {
  private static final int OK = 200;
  private static final int MULTIPLE_CHOICES = 300;

  private final HttpSettings settings;
  private final InstantSource clock;
  private final Outgoing outgoing;
  private final Semaphore connections;
  private final java.net.http.HttpClient client;

  /**
   * @param isSuspended whether this process may not ask anybody any more
   */
  VirtualThreadHttpClient(
      HttpSettings settings,
      Executor virtualThreads,
      InstantSource clock,
      BooleanSupplier isSuspended) {
    this.settings = settings;
    this.clock = clock;
    this.outgoing = new Outgoing(settings, isSuspended);
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
    return scope.answered().isPresent()
        ? scope.answered().get()
        : connected(scope, () -> exchange(outgoing.of(request, scope), scope));
  }

  @Override
  public void execute(
      HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
    var scope = CallScope.CURRENT.get();
    connected(
        scope,
        () -> {
          new StreamedExchange(this, settings, scope, clock, listener)
              .run(outgoing.of(request, scope), parser, listener);
          return true;
        });
  }

  private interface Exchange<T> {
    T run() throws InterruptedException;
  }

  private <T> T connected(CallScope scope, Exchange<T> exchange) {
    try {
      if (!connections.tryAcquire(scope.left(clock).toNanos(), TimeUnit.NANOSECONDS)) {
        throw new TransportFailure.NotConnected(
            "nothing was sent: all %d connections of this node were busy (troupe.models.http.connections)"
                .formatted(settings.connections()));
      }
      try {
        return exchange.run();
      } finally {
        connections.release();
      }
    } catch (InterruptedException stopped) {
      throw new TransportFailure.Interrupted();
    }
  }

  private SuccessfulHttpResponse exchange(java.net.http.HttpRequest request, CallScope scope)
      throws InterruptedException {
    var answer = send(request, _ -> new BoundedBody(settings.responseBytes()));
    var response =
        await(
            answer,
            scope.left(clock),
            () -> new TransportFailure.TooLate("no answer came in time", scope.isOfStep()));
    var body = new String(response.body(), StandardCharsets.UTF_8);
    if (!isSuccess(response.statusCode())) {
      throw badStatus(response, body);
    }
    refuse(scope.protocol().sign(body));
    return answer(response, body);
  }

  /** Throws what an answer with a good status says against itself. */
  static void refuse(Sign sign) {
    switch (sign) {
      case Sign.Refused(var why) -> throw new TransportFailure.Refused(why);
      case Sign.Failed(var status, var body) -> throw new TransportFailure.Told(status, body);
      case Sign.GoesOn _, Sign.MayEnd _, Sign.End _ -> {
        // An answer, as far as can be told here.
      }
    }
  }

  <T> CompletableFuture<HttpResponse<T>> send(
      java.net.http.HttpRequest request, BodyHandler<T> body) {
    return client.sendAsync(request, body);
  }

  <T> T await(CompletableFuture<T> answer, Duration left, Supplier<RuntimeException> tooLate)
      throws InterruptedException {
    try {
      return answer.get(left.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      throw tooLate.get();
    } catch (ExecutionException failed) {
      throw failure(failed);
    } finally {
      // Without effect on an answer that is there; closes the connection of one that is not.
      answer.cancel(true);
    }
  }

  private RuntimeException failure(ExecutionException failed) {
    Throwable cause = failed;
    while (cause instanceof ExecutionException || cause instanceof CompletionException) {
      cause = cause.getCause();
    }
    for (Throwable below = cause; below != null; below = below.getCause()) {
      if (below instanceof BoundedBody.Exceeded) {
        return new TransportFailure.TooLarge(settings.responseBytes());
      }
      if (below instanceof HeldBody.Held) {
        return new TransportFailure.Suspended();
      }
    }
    return cause instanceof IOException broken
        ? new TransportFailure.Disconnected(broken, isOfBody(broken))
        : new IllegalStateException("The request could not be sent", cause);
  }

  /** The JDK's client tells by its words alone that an answer had begun. */
  private static boolean isOfBody(IOException broken) {
    var words = String.valueOf(broken.getMessage());
    return words.startsWith("chunked transfer encoding")
        || words.startsWith("fixed content-length");
  }

  static boolean isSuccess(int status) {
    return status >= OK && status < MULTIPLE_CHOICES;
  }

  static SuccessfulHttpResponse answer(HttpResponse<?> response, String body) {
    return SuccessfulHttpResponse.builder()
        .statusCode(response.statusCode())
        .headers(response.headers().map())
        .body(body)
        .build();
  }

  TransportFailure.BadStatus badStatus(HttpResponse<?> response, String body) {
    var retryAfter =
        response
            .headers()
            .firstValue("Retry-After")
            .flatMap(header -> RetryAfter.parse(header, clock.instant()));
    return new TransportFailure.BadStatus(response.statusCode(), body, retryAfter);
  }
}
