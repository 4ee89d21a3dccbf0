package dev.troupe.agents.tool.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.Timeout;

/** An HTTP client for one request, which can connect to given addresses only. */
final class PinnedClient {
  private static final int LINE_CHARACTERS = 16 * 1024;
  private static final int HEADERS = 200;

  private PinnedClient() {}

  /** The addresses that a name is taken to have. */
  @FunctionalInterface
  interface Addresses {
    InetAddress[] of(String name) throws UnknownHostException;
  }

  static CloseableHttpClient of(Addresses addresses, SSLContext tls, Duration atMost) {
    var timeout = Timeout.of(Math.max(1, atMost.toMillis()), TimeUnit.MILLISECONDS);
    return HttpClientBuilder.create()
        .setConnectionManager(connections(addresses, tls, timeout))
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setConnectionRequestTimeout(timeout)
                .setResponseTimeout(timeout)
                .build())
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableCookieManagement()
        .disableAuthCaching()
        .build();
  }

  private static HttpClientConnectionManager connections(
      Addresses addresses, SSLContext tls, Timeout timeout) {
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setDnsResolver(pinned(addresses))
        .setTlsSocketStrategy(new DefaultClientTlsStrategy(tls))
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder()
                .http1Config(
                    Http1Config.custom()
                        .setMaxLineLength(LINE_CHARACTERS)
                        .setMaxHeaderCount(HEADERS)
                        .build())
                .build())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom().setConnectTimeout(timeout).setSocketTimeout(timeout).build())
        .setMaxConnTotal(1)
        .setMaxConnPerRoute(1)
        .build();
  }

  private static DnsResolver pinned(Addresses addresses) {
    return new DnsResolver() {
      @Override
      public InetAddress[] resolve(String name) throws UnknownHostException {
        return addresses.of(name);
      }

      @Override
      public String resolveCanonicalHostname(String name) {
        return name;
      }
    };
  }
}
