package dev.troupe.agents.model;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes what a model would send, and sends nothing. */
final class RenderedBody implements HttpClient {
  private @Nullable String body;

  private static final class NotSent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotSent() {
      super("This request was rendered only", null, false, false);
    }
  }

  @Override
  public SuccessfulHttpResponse execute(HttpRequest request) {
    body = request.body();
    throw new NotSent();
  }

  @Override
  public void execute(
      HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
    body = request.body();
    throw new NotSent();
  }

  /** Of the request that {@code asking} would send. */
  Optional<String> of(Runnable asking) {
    try {
      asking.run();
    } catch (RuntimeException notSent) {
      if (body == null) {
        throw notSent;
      }
    }
    return Optional.ofNullable(body);
  }
}
