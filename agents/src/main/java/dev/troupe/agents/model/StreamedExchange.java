package dev.troupe.agents.model;

import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import dev.troupe.persistence.PlainWords;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** One request whose answer is read as it comes. */
final class StreamedExchange implements StreamedBody.Patience {
  private static final int ERROR_BYTES = 64 * 1024;
  private static final long NANOS_FOR_THE_END = TimeUnit.MILLISECONDS.toNanos(50);

  private final VirtualThreadHttpClient client;
  private final HttpSettings settings;
  private final CallScope scope;
  private final InstantSource clock;
  private final StreamedBody body;
  private final WatchedEvents events;
  private final Instant firstTokenBy;

  StreamedExchange(
      VirtualThreadHttpClient client,
      HttpSettings settings,
      CallScope scope,
      InstantSource clock,
      ServerSentEventListener listener) {
    this.client = client;
    this.settings = settings;
    this.scope = scope;
    this.clock = clock;
    this.body = new StreamedBody(settings.responseBytes(), this);
    this.events = new WatchedEvents(scope, body, listener);
    this.firstTokenBy = clock.instant().plus(settings.stream().firstToken());
  }

  void run(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener)
      throws InterruptedException {
    try {
      var response = client.await(client.send(request, _ -> body), patience(), this::exhausted);
      if (!VirtualThreadHttpClient.isSuccess(response.statusCode())) {
        throw client.badStatus(response, text(ERROR_BYTES));
      }
      if (isWhole(response)) {
        var answer = text(settings.responseBytes());
        VirtualThreadHttpClient.refuse(scope.protocol().sign(answer));
        throw new TransportFailure.AnsweredWhole(VirtualThreadHttpClient.answer(response, answer));
      }
      listener.onOpen(VirtualThreadHttpClient.answer(response, ""));
      parser.parse(body, events);
      events.end();
      listener.onClose();
      body.finish(NANOS_FOR_THE_END);
    } finally {
      body.abort();
    }
  }

  /**
   * Some endpoints do not stream, whatever they are asked for; and a page for people is none of an
   * endpoint's.
   */
  private static boolean isWhole(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Content-Type")
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
