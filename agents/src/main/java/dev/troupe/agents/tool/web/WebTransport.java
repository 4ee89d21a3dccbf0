package dev.troupe.agents.tool.web;

import dev.troupe.agents.tool.ToolFailure;
import dev.troupe.persistence.PlainWords;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.StringEntity;

/**
 * Sends one request to an address that was vetted: the name is resolved once, and what was vetted
 * is what the socket connects to. Follows no redirect, uses no proxy, keeps no cookie.
 */
final class WebTransport {
  private static final String AGENT = "Troupe/0.1 (+agent)";

  private final Resolver resolver;
  private final Supplier<SSLContext> tls;
  private final InstantSource clock;

  /**
   * @param tls asked for at the first request: reading what to trust takes time
   */
  WebTransport(Resolver resolver, Supplier<SSLContext> tls, InstantSource clock) {
    this.resolver = resolver;
    this.tls = tls;
    this.clock = clock;
  }

  /**
   * @throws ToolFailure if the host may not be asked, or does not answer as it should, or in time
   */
  WebAnswer send(WebRequest request) throws InterruptedException {
    var host = request.to().host();
    var addresses = VettedAddresses.of(request.to(), resolver, left(request));
    var outgoing = outgoing(request);
    var late = new AtomicBoolean();
    Thread watch = cancelAfter(left(request), outgoing, late);
    try (var client =
        PinnedClient.of(name -> addressesOf(name, host, addresses), tls.get(), left(request))) {
      return answer(client.executeOpen(null, outgoing, null), request.bytesAtMost());
    } catch (IOException | RuntimeException failed) {
      if (Thread.interrupted()) {
        throw new InterruptedException("stopped while asking " + host);
      }
      throw failure(host, failed, late.get());
    } finally {
      // What is left of a page that was cut is not read: it may have no end.
      outgoing.cancel();
      watch.interrupt();
    }
  }

  private Duration left(WebRequest request) {
    var left = Duration.between(clock.instant(), request.deadline());
    if (!left.isPositive()) {
      throw late(request.to().host());
    }
    return left;
  }

  private static InetAddress[] addressesOf(String name, String host, List<InetAddress> addresses)
      throws UnknownHostException {
    if (!name.equalsIgnoreCase(host)) {
      throw new UnknownHostException(name);
    }
    var named = new InetAddress[addresses.size()];
    for (int i = 0; i < named.length; i++) {
      named[i] = InetAddress.getByAddress(host, addresses.get(i).getAddress());
    }
    return named;
  }

  private static HttpUriRequestBase outgoing(WebRequest request) {
    var url = request.to().url();
    HttpUriRequestBase outgoing = request.json().isEmpty() ? new HttpGet(url) : new HttpPost(url);
    request
        .json()
        .ifPresent(
            json -> outgoing.setEntity(new StringEntity(json, ContentType.APPLICATION_JSON)));
    outgoing.setHeader(HttpHeaders.USER_AGENT, AGENT);
    request.headers().forEach(outgoing::setHeader);
    return outgoing;
  }

  /** A host that sends a byte now and then never runs into a socket's timeout. */
  private static Thread cancelAfter(Duration left, HttpUriRequestBase call, AtomicBoolean late) {
    return Thread.startVirtualThread(() -> {
      try {
        Thread.sleep(left);
        late.set(true);
        call.cancel();
      } catch (InterruptedException _) {
        // It was done in time.
      }
    });
  }

  private static WebAnswer answer(ClassicHttpResponse response, int bytesAtMost)
      throws IOException {
    var entity = response.getEntity();
    byte[] read = entity == null ? new byte[0] : entity.getContent().readNBytes(bytesAtMost + 1);
    boolean cut = read.length > bytesAtMost;
    return new WebAnswer(
        response.getCode(),
        value(response, HttpHeaders.CONTENT_TYPE),
        value(response, HttpHeaders.LOCATION),
        cut ? Arrays.copyOf(read, bytesAtMost) : read,
        cut);
  }

  private static Optional<String> value(ClassicHttpResponse response, String name) {
    return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
  }

  private static ToolFailure failure(String host, Exception failed, boolean late) {
    if (late || failed instanceof InterruptedIOException) {
      return late(host);
    }
    return failed instanceof SSLException
        ? new ToolFailure(
            "%s cannot prove who it is: %s".formatted(host, failed.getMessage()), failed)
        : new ToolFailure(
            "%s could not be read: %s".formatted(host, PlainWords.of(failed)), failed);
  }

  private static ToolFailure late(String host) {
    return new ToolFailure("%s did not answer in time".formatted(host));
  }
}
