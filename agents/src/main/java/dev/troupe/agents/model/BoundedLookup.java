package dev.troupe.agents.model;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Looks names up on another thread, because the one that does cannot be interrupted, and a server
 * of names may stay silent for longer than a call lasts.
 */
final class BoundedLookup implements DnsResolver {
  private final Executor threads;
  private final Supplier<Duration> atMost;

  BoundedLookup(Executor threads, Supplier<Duration> atMost) {
    this.threads = threads;
    this.atMost = atMost;
  }

  @Override
  public InetAddress[] resolve(String name) throws UnknownHostException {
    var lookup = new FutureTask<>(() -> InetAddress.getAllByName(name));
    threads.execute(lookup);
    try {
      return lookup.get(atMost.get().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw unknown(name, stopped);
    } catch (ExecutionException | TimeoutException failed) {
      throw unknown(name, failed);
    }
  }

  private static UnknownHostException unknown(String name, Exception cause) {
    var unknown = new UnknownHostException(name);
    unknown.initCause(cause);
    return unknown;
  }

  @Override
  public String resolveCanonicalHostname(String name) {
    return name;
  }
}
