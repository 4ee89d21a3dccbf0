package dev.troupe.agents.model;

import dev.langchain4j.http.client.HttpMethod;
import dev.langchain4j.http.client.HttpRequest;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/** Makes the request that is sent, if it may go where it is meant to. */
final class Outgoing {
  private final HttpSettings settings;
  private final BooleanSupplier isSuspended;

  /**
   * @param isSuspended whether this process may not ask anybody any more
   */
  Outgoing(HttpSettings settings, BooleanSupplier isSuspended) {
    this.settings = settings;
    this.isSuspended = isSuspended;
  }

  java.net.http.HttpRequest of(HttpRequest request, CallScope scope) {
    var url = URI.create(request.url());
    if (!settings.allows(url.getHost())) {
      throw new TransportFailure.NotAllowed(url.getHost());
    }
    var outgoing = java.net.http.HttpRequest.newBuilder(url);
    request
        .headers()
        .forEach((name, values) -> values.forEach(value -> outgoing.header(name, value)));
    scope.headers().forEach(outgoing::setHeader);
    var body = request.body();
    byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
    scope.sent().is(bytes);
    outgoing.method(
        request.method() == HttpMethod.POST ? "POST" : request.method().name(),
        body == null ? BodyPublishers.noBody() : new HeldBody(bytes, isSuspended));
    return outgoing.build();
  }
}
