package dev.troupe.agents.model;

import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import dev.troupe.persistence.PlainWords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.NameValuePair;

/** One request whose answer is read as it comes. */
final class StreamedExchange implements StreamedBody.Patience {
  private static final int ERROR_BYTES = 64 * 1024;
  private static final long NANOS_FOR_THE_END = TimeUnit.MILLISECONDS.toNanos(50);

  private final HttpSettings settings;
  private final CallScope scope;
  private final InstantSource clock;
  private final Exchange exchange;
  private final StreamedBody body;
  private final WatchedEvents events;
  private final Instant firstTokenBy;

  StreamedExchange(
      Connections connections,
      HttpSettings settings,
      CallScope scope,
      InstantSource clock,
      ServerSentEventListener listener) {
    this.settings = settings;
    this.scope = scope;
    this.clock = clock;
    this.exchange = new Exchange(connections, this::exhausted);
    this.body = new StreamedBody(settings.responseBytes(), this, exchange);
    this.events = new WatchedEvents(scope, body, listener);
    this.firstTokenBy = clock.instant().plus(settings.stream().firstToken());
  }

  void run(Outgoing.Routed request, ServerSentEventParser parser, ServerSentEventListener listener)
      throws InterruptedException {
    try (exchange) {
      var response = exchange.send(request, leftNanos());
      body.begin(response.getEntity());
      if (!BlockingHttpClient.isSuccess(response.getCode())) {
        throw BlockingHttpClient.badStatus(response, text(ERROR_BYTES), clock);
      }
      if (isWhole(response)) {
        // The one byte more is what tells an answer that is too long from one that is whole.
        var answer = text(settings.responseBytes() + 1);
        BlockingHttpClient.refuse(scope.protocol().sign(answer));
        throw new TransportFailure.AnsweredWhole(BlockingHttpClient.answer(response, answer));
      }
      listener.onOpen(BlockingHttpClient.answer(response, ""));
      parser.parse(body, events);
      events.end();
      listener.onClose();
      body.finish(NANOS_FOR_THE_END);
    }
  }

  /**
   * Some endpoints do not stream, whatever they are asked for; and a page for people is none of an
   * endpoint's.
   */
  private static boolean isWhole(ClassicHttpResponse response) {
    return Optional.ofNullable(response.getFirstHeader("Content-Type"))
        .map(NameValuePair::getValue)
        .filter(type -> type.startsWith("application/json") || type.startsWith("text/html"))
        .isPresent();
  }

  private String text(long bytesAtMost) {
    try {
      return new String(
          body.readNBytes((int) Math.min(bytesAtMost, Integer.MAX_VALUE)), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new TransportFailure.Disconnected(broken, true);
    }
  }

  private Duration patience() {
    var left = scope.left(clock);
    var own =
        events.hasBegun()
            ? settings.stream().idle()
            : Duration.between(clock.instant(), firstTokenBy);
    return own.compareTo(left) < 0 ? own : left;
  }

  @Override
  public long leftNanos() {
    return patience().toNanos();
  }

  @Override
  public RuntimeException exhausted() {
    if (!scope.left(clock).isPositive()) {
      return new TransportFailure.TooLate("the answer was not whole in time", scope.isOfStep());
    }
    return events.hasBegun()
        ? new TransportFailure.Stalled(
            "the answer stopped for %s".formatted(PlainWords.of(settings.stream().idle())),
            "troupe.models.http.idle")
        : new TransportFailure.Stalled(
            "no answer began within %s".formatted(PlainWords.of(settings.stream().firstToken())),
            "troupe.models.http.first-token");
  }
}
