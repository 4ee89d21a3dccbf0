package dev.troupe.agents.model;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Hands the node's one transport to every model. Deadlines belong to the call, so what a model asks
 * for here is kept and not used.
 */
final class SharedHttpClient implements HttpClientBuilder {
  private final HttpClient client;
  private @Nullable Duration connectTimeout;
  private @Nullable Duration readTimeout;

  SharedHttpClient(HttpClient client) {
    this.client = client;
  }

  @Override
  public @Nullable Duration connectTimeout() {
    return connectTimeout;
  }

  @Override
  public HttpClientBuilder connectTimeout(Duration timeout) {
    connectTimeout = timeout;
    return this;
  }

  @Override
  public @Nullable Duration readTimeout() {
    return readTimeout;
  }

  @Override
  public HttpClientBuilder readTimeout(Duration timeout) {
    readTimeout = timeout;
    return this;
  }

  @Override
  public HttpClient build() {
    return client;
  }
}
