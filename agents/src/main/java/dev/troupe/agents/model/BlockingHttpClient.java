package dev.troupe.agents.model;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.net.ProxySelector;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * The transport under every model call: blocks its virtual thread, keeps to the call's deadline in
 * all phases, and opens no more connections than it may; what is beyond waits.
 */
final class BlockingHttpClient implements HttpClient {
  private static final int OK = 200;
  private static final int MULTIPLE_CHOICES = 300;

  private final HttpSettings settings;
  private final InstantSource clock;
  private final Outgoing outgoing;
  private final Semaphore free;
  private final Connections connections;

  /**
   * @param isSuspended whether this process may not ask anybody any more
   */
  BlockingHttpClient(
      HttpSettings settings,
      Executor virtualThreads,
      InstantSource clock,
      BooleanSupplier isSuspended) {
    this(settings, virtualThreads, clock, isSuspended, ProxySelector.getDefault());
  }

  /**
   * The same.
   *
   * @param proxies which way calls take; null for the straight one
   */
  BlockingHttpClient(
      HttpSettings settings,
      Executor virtualThreads,
      InstantSource clock,
      BooleanSupplier isSuspended,
      @Nullable ProxySelector proxies) {
    this.settings = settings;
    this.clock = clock;
    this.outgoing = new Outgoing(settings, isSuspended, proxies);
    this.free = new Semaphore(settings.connections(), true);
    this.connections = new Connections(settings, virtualThreads, clock);
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
          new StreamedExchange(connections, settings, scope, clock, listener)
              .run(outgoing.of(request, scope), parser, listener);
          return true;
        });
  }

  private interface Connected<T> {
    T run() throws InterruptedException;
  }

  private <T> T connected(CallScope scope, Connected<T> call) {
    try {
      if (!free.tryAcquire(scope.left(clock).toNanos(), TimeUnit.NANOSECONDS)) {
        throw new TransportFailure.NotConnected(
            "nothing was sent: all %d connections of this node were busy (troupe.models.http.connections)"
                .formatted(settings.connections()));
      }
      try {
        return call.run();
      } finally {
        free.release();
      }
    } catch (InterruptedException stopped) {
      throw new TransportFailure.Interrupted();
    }
  }

  private SuccessfulHttpResponse exchange(Outgoing.Routed request, CallScope scope)
      throws InterruptedException {
    try (var exchange =
        new Exchange(
            connections,
            () -> new TransportFailure.TooLate("no answer came in time", scope.isOfStep()))) {
      var response = exchange.send(request, scope.left(clock).toNanos());
      var body = exchange.body(response, settings.responseBytes());
      if (!isSuccess(response.getCode())) {
        throw badStatus(response, body, clock);
      }
      refuse(scope.protocol().sign(body));
      return answer(response, body);
    }
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

  static boolean isSuccess(int status) {
    return status >= OK && status < MULTIPLE_CHOICES;
  }

  static SuccessfulHttpResponse answer(ClassicHttpResponse response, String body) {
    return SuccessfulHttpResponse.builder()
        .statusCode(response.getCode())
        .headers(headers(response))
        .body(body)
        .build();
  }

  private static Map<String, List<String>> headers(ClassicHttpResponse response) {
    var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
    for (var all = response.headerIterator(); all.hasNext(); ) {
      var header = all.next();
      headers.computeIfAbsent(header.getName(), _ -> new ArrayList<>(1)).add(header.getValue());
    }
    return headers;
  }

  static TransportFailure.BadStatus badStatus(
      ClassicHttpResponse response, String body, InstantSource clock) {
    var retryAfter =
        Optional.ofNullable(response.getFirstHeader("Retry-After"))
            .flatMap(header -> RetryAfter.parse(header.getValue(), clock.instant()));
    return new TransportFailure.BadStatus(response.getCode(), body, retryAfter);
  }
}
