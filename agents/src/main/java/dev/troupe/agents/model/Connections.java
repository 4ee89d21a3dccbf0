package dev.troupe.agents.model;

import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The connections to all endpoints, each used for one call after another. The client above them
 * that would follow redirects, send again, unpack, keep cookies and answer challenges is not
 * wanted.
 */
final class Connections {
  private static final int LINE_CHARACTERS = 64 * 1024;
  private static final int HEADERS = 1000;
  private static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(10);

  /** A busy connection is not asked whether its peer is still there: that costs a millisecond. */
  private static final TimeValue IDLE_UNASKED = TimeValue.ofSeconds(1);

  /**
   * Without a time of its own, which would be three minutes: models think for longer, and a call's
   * watch knows how long it may wait.
   */
  private static final SocketConfig PATIENT =
      SocketConfig.custom().setSoTimeout(Timeout.DISABLED).build();

  private final HttpRequestExecutor executor = new HttpRequestExecutor();
  private final PoolingHttpClientConnectionManager pool;
  private final Executor threads;
  private final AtomicBoolean isSwept = new AtomicBoolean();

  Connections(HttpSettings settings, Executor threads, InstantSource clock) {
    this.threads = threads;
    this.pool =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setMaxConnTotal(settings.connections())
            .setMaxConnPerRoute(settings.connections())
            .setConnPoolPolicy(PoolReusePolicy.LIFO)
            .setDnsResolver(new BoundedLookup(threads, () -> ofLookup(settings, clock)))
            .setTlsSocketStrategy((socket, target, port, attachment, context) ->
                Tls.STRATEGY.upgrade(socket, target, port, attachment, context))
            .setConnectionFactory(strict())
            .setDefaultSocketConfig(PATIENT)
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(timeout(settings.connectTimeout()))
                    .setValidateAfterInactivity(IDLE_UNASKED)
                    .build())
            .build();
  }

  private static Duration ofLookup(HttpSettings settings, InstantSource clock) {
    var left = CallScope.CURRENT.get().left(clock);
    return left.compareTo(settings.connectTimeout()) < 0 ? left : settings.connectTimeout();
  }

  private static Timeout timeout(Duration duration) {
    return Timeout.of(Math.max(1, duration.toMillis()), TimeUnit.MILLISECONDS);
  }

  /**
   * Made with the first connection that needs it: reading the authorities that the JDK trusts is
   * nothing to wait for at a start. Names in certificates are compared by the JDK itself.
   */
  private static final class Tls {
    static final DefaultClientTlsStrategy STRATEGY = strategy();

    private static DefaultClientTlsStrategy strategy() {
      try {
        return new DefaultClientTlsStrategy(
            SSLContext.getDefault(),
            HostnameVerificationPolicy.BUILTIN,
            NoopHostnameVerifier.INSTANCE);
      } catch (NoSuchAlgorithmException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }

  /** Does not search what is no HTTP for some. */
  private static ManagedHttpClientConnectionFactory strict() {
    var limits =
        Http1Config.custom().setMaxLineLength(LINE_CHARACTERS).setMaxHeaderCount(HEADERS).build();
    return ManagedHttpClientConnectionFactory.builder()
        .http1Config(limits)
        .responseParserFactory(new DefaultHttpResponseParserFactory(limits))
        .build();
  }

  /** One that is open, or that can be connected. */
  ConnectionEndpoint lease(HttpRoute route) throws InterruptedException, IOException {
    try {
      // Calls wait before they come here, so there is always one.
      return pool.lease("", route, Timeout.DISABLED, null).get(Timeout.ofMinutes(1));
    } catch (ExecutionException | TimeoutException failed) {
      throw new IOException(failed);
    }
  }

  void connect(ConnectionEndpoint connection, HttpRoute route, HttpContext context)
      throws IOException, HttpException {
    pool.connect(connection, null, context);
    if (route.isTunnelled()) {
      open(connection, route, context);
      pool.upgrade(connection, context);
    }
  }

  /** Lets a proxy pass on what it cannot read. */
  private void open(ConnectionEndpoint connection, HttpRoute route, HttpContext context)
      throws IOException, HttpException {
    var target = route.getTargetHost().toHostString();
    var request = new BasicClassicHttpRequest("CONNECT", route.getTargetHost(), target);
    request.setHeader("Host", target);
    request.setHeader("User-Agent", Outgoing.USER_AGENT);
    var response = exchange(connection, request, context);
    if (!BlockingHttpClient.isSuccess(response.getCode())) {
      throw new IOException("Tunnel failed, got: " + response.getCode());
    }
  }

  ClassicHttpResponse exchange(
      ConnectionEndpoint connection, ClassicHttpRequest request, HttpContext context)
      throws IOException, HttpException {
    return connection.execute("", request, executor::execute, context);
  }

  /**
   * @param keepAlive for how long it may be used again; null to close it
   */
  void release(ConnectionEndpoint connection, @Nullable TimeValue keepAlive) {
    pool.release(connection, null, keepAlive);
    if (keepAlive != null && isSwept.compareAndSet(false, true)) {
      sweepLater();
    }
  }

  private void sweepLater() {
    Watch.later(BETWEEN_SWEEPS, () -> threads.execute(this::sweep));
  }

  /**
   * Goes on for as long as there are idle ones, so that nothing holds a client that is not used.
   */
  private void sweep() {
    pool.closeExpired();
    if (pool.getTotalStats().getAvailable() > 0) {
      sweepLater();
    } else {
      isSwept.set(false);
    }
  }
}
