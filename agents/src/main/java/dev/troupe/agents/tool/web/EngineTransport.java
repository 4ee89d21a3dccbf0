package dev.troupe.agents.tool.web;

import dev.langchain4j.exception.HttpException;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpMethod;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import dev.troupe.agents.tool.ToolFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Carries a search engine's requests over our own transport, with its rules and bounds. */
final class EngineTransport implements HttpClient, HttpClientBuilder {
  /** Bound by the tool around each search. */
  static final ScopedValue<Instant> DEADLINE = ScopedValue.newInstance();

  private final WebTransport transport;
  private final WebRules rules;
  private final int responseBytes;

  EngineTransport(WebTransport transport, WebRules rules, int responseBytes) {
    this.transport = transport;
    this.rules = rules;
    this.responseBytes = responseBytes;
  }

  @Override
  public SuccessfulHttpResponse execute(HttpRequest request) {
    try {
      var answer = transport.send(outgoing(request));
      var text = new String(answer.body(), StandardCharsets.UTF_8);
      if (answer.isCut()) {
        throw new ToolFailure(
            "The search engine answered with more than %d bytes".formatted(responseBytes));
      }
      if (!answer.succeeded()) {
        throw new HttpException(answer.status(), text);
      }
      return SuccessfulHttpResponse.builder().statusCode(answer.status()).body(text).build();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new ToolFailure("The search was stopped");
    }
  }

  private WebRequest outgoing(HttpRequest request) {
    Map<String, String> headers = new HashMap<>();
    request.headers().forEach((name, values) -> headers.put(name, String.join(", ", values)));
    return new WebRequest(
        WebAddress.of(request.url(), rules),
        headers,
        request.method() == HttpMethod.GET ? Optional.empty() : Optional.of(request.body()),
        responseBytes,
        DEADLINE.get());
  }

  @Override
  public void execute(
      HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
    throw new UnsupportedOperationException("A search is not streamed");
  }

  /** The call's own deadline counts. */
  @Override
  public Duration connectTimeout() {
    return Duration.ZERO;
  }

  @Override
  public HttpClientBuilder connectTimeout(Duration timeout) {
    return this;
  }

  @Override
  public Duration readTimeout() {
    return Duration.ZERO;
  }

  @Override
  public HttpClientBuilder readTimeout(Duration timeout) {
    return this;
  }

  @Override
  public HttpClient build() {
    return this;
  }
}
