package dev.troupe.agents.model;

import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.troupe.persistence.Json;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Hands a stream's events on and keeps what they say of its end: the clients behind it take a
 * stream that was cut for a whole one.
 */
final class WatchedEvents implements ServerSentEventListener {
  private final CallScope scope;
  private final StreamedBody body;
  private final ServerSentEventListener client;
  private Sign last = Sign.GOES_ON;
  private boolean begun;
  private @Nullable RuntimeException failure;

  WatchedEvents(CallScope scope, StreamedBody body, ServerSentEventListener client) {
    this.scope = scope;
    this.body = body;
    this.client = client;
  }

  boolean hasBegun() {
    return begun;
  }

  @Override
  public void onEvent(ServerSentEvent event, ServerSentEventContext context) {
    if (isOver()) {
      return;
    }
    if (body.isAtEnd() && !isWhole(event)) {
      return;
    }
    begun = true;
    CallNotes.note(CallNotes::firstChunk);
    switch (scope.protocol().sign(event)) {
      case Sign.GoesOn _ -> hand(event, context);
      case Sign.MayEnd sign -> {
        last = sign;
        hand(event, context);
      }
      case Sign.End sign -> {
        last = sign;
        hand(event, context);
      }
      case Sign.Refused(var why) -> failure = new TransportFailure.Refused(why);
      case Sign.Failed(var status, var said) -> failure = new TransportFailure.Told(status, said);
    }
    if (isOver()) {
      body.stop();
    }
  }

  private void hand(ServerSentEvent event, ServerSentEventContext context) {
    try {
      client.onEvent(event, context);
    } catch (RuntimeException unreadable) {
      failure = unreadable;
    }
  }

  private boolean isOver() {
    return failure != null || last instanceof Sign.End || scope.streamed().hasFailed();
  }

  /** A connection that closes within an event leaves a piece of one. */
  private static boolean isWhole(ServerSentEvent event) {
    try {
      return event.data().strip().equals(OpenAiProtocol.DONE) || !Json.parse(event.data()).isNull();
    } catch (IllegalArgumentException piece) {
      return false;
    }
  }

  @Override
  public void onError(Throwable broken) {
    if (!isOver()) {
      failure =
          broken instanceof IOException io
              ? new TransportFailure.Disconnected(io, true)
              : new IllegalStateException(broken);
    }
  }

  /** Throws if the stream is no whole answer. */
  void end() {
    if (failure != null) {
      throw failure;
    }
    if (last instanceof Sign.GoesOn && !scope.streamed().hasFailed()) {
      throw new TransportFailure.Truncated();
    }
  }
}
