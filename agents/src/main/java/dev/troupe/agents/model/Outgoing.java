package dev.troupe.agents.model;

import dev.langchain4j.http.client.HttpRequest;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.net.URIAuthority;
import org.jspecify.annotations.Nullable;

/** Makes the request that is sent, if it may go where it is meant to. */
final class Outgoing {
  static final String USER_AGENT = "troupe";

  private static final String TLS = "https";

  private final HttpSettings settings;
  private final BooleanSupplier isSuspended;
  private final @Nullable ProxySelector proxies;

  /** A request and the way that it takes. */
  record Routed(ClassicHttpRequest request, HttpRoute route) {}

  /**
   * @param isSuspended whether this process may not ask anybody any more
   * @param proxies null to ask every endpoint itself
   */
  Outgoing(HttpSettings settings, BooleanSupplier isSuspended, @Nullable ProxySelector proxies) {
    this.settings = settings;
    this.isSuspended = isSuspended;
    this.proxies = proxies;
  }

  Routed of(HttpRequest request, CallScope scope) {
    var url = URI.create(request.url());
    if (!settings.allows(url.getHost())) {
      throw new TransportFailure.NotAllowed(url.getHost());
    }
    var route = route(url);
    var outgoing =
        new BasicClassicHttpRequest(
            request.method().name(),
            url.getScheme(),
            new URIAuthority(unbracketed(url.getHost()), url.getPort()),
            path(url));
    outgoing.setAbsoluteRequestUri(route.getProxyHost() != null && !route.isTunnelled());
    outgoing.setHeader("Host", host(url));
    request
        .headers()
        .forEach((name, values) -> values.forEach(value -> outgoing.addHeader(name, value)));
    if (!outgoing.containsHeader("User-Agent")) {
      outgoing.setHeader("User-Agent", USER_AGENT);
    }
    scope.headers().forEach(outgoing::setHeader);
    var body = request.body();
    byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
    scope.sent().is(bytes);
    outgoing.setHeader("Content-Length", Integer.toString(bytes.length));
    if (body != null) {
      outgoing.setEntity(new HeldBody(bytes, isSuspended));
    }
    return new Routed(outgoing, route);
  }

  private static String path(URI url) {
    var path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
  }

  private static String host(URI url) {
    return port(url) == usualPort(url) ? url.getHost() : url.getHost() + ":" + url.getPort();
  }

  private static int port(URI url) {
    return url.getPort() < 0 ? usualPort(url) : url.getPort();
  }

  private static int usualPort(URI url) {
    return TLS.equals(url.getScheme()) ? 443 : 80;
  }

  private HttpRoute route(URI url) {
    boolean isSecure = TLS.equals(url.getScheme());
    var target = new HttpHost(url.getScheme(), unbracketed(url.getHost()), port(url));
    var proxy = proxy(url);
    return proxy == null
        ? new HttpRoute(target, null, isSecure)
        : new HttpRoute(target, null, proxy, isSecure);
  }

  /** An address of IPv6 stands in brackets in a URL only. */
  private static String unbracketed(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private @Nullable HttpHost proxy(URI url) {
    var chosen = proxies == null ? null : proxies.select(url);
    if (chosen == null
        || chosen.isEmpty()
        || chosen.getFirst().type() != Proxy.Type.HTTP
        || !(chosen.getFirst().address() instanceof InetSocketAddress address)) {
      return null;
    }
    return new HttpHost("http", address.getHostString(), address.getPort());
  }
}
