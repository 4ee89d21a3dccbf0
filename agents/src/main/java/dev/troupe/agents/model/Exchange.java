package dev.troupe.agents.model;

import java.io.IOException;
import java.util.function.Supplier;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultClientConnectionReuseStrategy;
import org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer. The calling thread blocks, and is woken by an interrupt, which the
 * JDK answers on a virtual thread by closing the socket, or when the time is over. Nothing is ever
 * sent a second time: an endpoint that was asked may have worked for it.
 */
final class Exchange implements AutoCloseable {
  private static final RequestConfig IDLE_UNLESS_TOLD =
      RequestConfig.custom().setConnectionKeepAlive(TimeValue.ofSeconds(30)).build();

  private final Connections connections;
  private final Supplier<RuntimeException> tooLate;
  private final HttpClientContext context = HttpClientContext.create();
  private final Watch watch = new Watch(this::abort);
  private volatile @Nullable ConnectionEndpoint connection;
  private @Nullable TimeValue keepAlive;
  private boolean isWhole;

  /**
   * @param tooLate what is thrown when the time is over
   */
  Exchange(Connections connections, Supplier<RuntimeException> tooLate) {
    this.connections = connections;
    this.tooLate = tooLate;
    context.setRequestConfig(IDLE_UNLESS_TOLD);
  }

  Watch watch() {
    return watch;
  }

  /** Returns the head of the answer. */
  ClassicHttpResponse send(Outgoing.Routed outgoing, long nanosLeft) throws InterruptedException {
    watch.until(nanosLeft);
    var connected = connected(outgoing);
    try {
      var response = connections.exchange(connected, outgoing.request(), context);
      keepAlive = keepAlive(outgoing.request(), response);
      return response;
    } catch (HeldBody.Held suspended) {
      throw new TransportFailure.Suspended();
    } catch (IOException | HttpException | IllegalStateException broken) {
      requireUndisturbed();
      throw new TransportFailure.Disconnected(BrokenConnection.awaitingHead(broken), false);
    }
  }

  private ConnectionEndpoint connected(Outgoing.Routed outgoing) throws InterruptedException {
    try {
      var leased = connections.lease(outgoing.route());
      connection = leased;
      requireUndisturbed();
      if (!leased.isConnected()) {
        connections.connect(leased, outgoing.route(), context);
        requireUndisturbed();
      }
      return leased;
    } catch (IOException | HttpException | IllegalStateException broken) {
      requireUndisturbed();
      throw new TransportFailure.Disconnected(BrokenConnection.connecting(broken), false);
    }
  }

  /** Throws where it was this side that closed the connection. */
  void requireUndisturbed() {
    if (Thread.interrupted()) {
      throw new TransportFailure.Interrupted();
    }
    if (watch.isOver()) {
      throw tooLate.get();
    }
  }

  private @Nullable TimeValue keepAlive(ClassicHttpRequest request, ClassicHttpResponse response) {
    return DefaultClientConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context)
        ? DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(response, context)
        : null;
  }

  /** All of the answer that there is. */
  String body(ClassicHttpResponse response, long bytesAtMost) {
    try {
      var body = WholeBody.read(response.getEntity(), bytesAtMost);
      whole();
      return body;
    } catch (IOException broken) {
      requireUndisturbed();
      throw new TransportFailure.Disconnected(broken, true);
    }
  }

  /** Says that all has been read, so that another call may have the connection. */
  void whole() {
    isWhole = true;
  }

  /** Closes the connection at once; whoever reads from it is woken. */
  void abort() {
    var open = connection;
    if (open != null) {
      open.close(CloseMode.IMMEDIATE);
    }
  }

  @Override
  public void close() {
    watch.end();
    var leased = connection;
    if (leased != null) {
      if (!isWhole) {
        abort();
      }
      connections.release(leased, isWhole ? keepAlive : null);
    }
  }
}
