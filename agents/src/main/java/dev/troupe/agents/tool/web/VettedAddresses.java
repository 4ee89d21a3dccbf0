package dev.troupe.agents.tool.web;

import dev.troupe.agents.tool.ToolFailure;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The addresses of a name, asked for once and each of them allowed. */
final class VettedAddresses {
  private VettedAddresses() {}

  /**
   * @throws ToolFailure if there is none, or any of them is not of the public internet
   */
  static List<InetAddress> of(WebAddress address, Resolver resolver, Duration within)
      throws InterruptedException {
    var found = resolve(address.host(), resolver, within);
    if (found.isEmpty()) {
      throw unknown(address.host());
    }
    if (!address.isPrivate()) {
      found.forEach(each -> requirePublic(address.host(), each));
    }
    return List.copyOf(found);
  }

  private static void requirePublic(String host, InetAddress address) {
    PublicAddresses.otherKind(address)
        .ifPresent(kind -> {
          throw new ToolFailure(
              "%s is not asked: its address %s is %s"
                  .formatted(host, address.getHostAddress(), kind));
        });
  }

  /** On a thread of its own: the system's resolver cannot be interrupted. */
  private static List<InetAddress> resolve(String host, Resolver resolver, Duration within)
      throws InterruptedException {
    try {
      return CompletableFuture.supplyAsync(
              () -> resolved(host, resolver), Thread::startVirtualThread)
          .get(within.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException _) {
      throw unknown(host);
    } catch (TimeoutException _) {
      throw new ToolFailure("The address of %s was not found in time".formatted(host));
    }
  }

  private static List<InetAddress> resolved(String host, Resolver resolver) {
    try {
      return resolver.resolve(host);
    } catch (UnknownHostException unknown) {
      throw new CompletionException(unknown);
    }
  }

  private static ToolFailure unknown(String host) {
    return new ToolFailure("There is no host %s; check its name".formatted(host));
  }
}
