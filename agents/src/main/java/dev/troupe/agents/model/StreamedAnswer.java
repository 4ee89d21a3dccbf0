package dev.troupe.agents.model;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import org.jspecify.annotations.Nullable;

/** Gathers one streamed answer on the call's own thread; the first of its outcomes counts. */
final class StreamedAnswer implements StreamingChatResponseHandler {
  private final ModelGateway.Listener listener;
  private @Nullable ChatResponse response;
  private @Nullable RuntimeException failure;

  StreamedAnswer(ModelGateway.Listener listener) {
    this.listener = listener;
  }

  @Override
  public void onPartialResponse(String piece) {
    if (failure == null && response == null) {
      listener.wrote(piece);
    }
  }

  @Override
  public void onCompleteResponse(ChatResponse whole) {
    if (failure == null && response == null) {
      response = whole;
    }
  }

  @Override
  public void onError(Throwable thrown) {
    if (failure == null && response == null) {
      failure = thrown instanceof RuntimeException one ? one : new IllegalStateException(thrown);
    }
  }

  boolean hasFailed() {
    return failure != null;
  }

  /** What was answered; throws what it failed with. */
  ChatResponse outcome() {
    if (failure != null) {
      throw failure;
    }
    if (response == null) {
      throw new TransportFailure.Truncated();
    }
    return response;
  }
}
