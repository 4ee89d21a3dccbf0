package dev.troupe.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Keeps the API, which has no access control yet, on this machine. */
public final class Loopback {
  /** What a command listens on that nobody has told where to. */
  public static final String ADDRESS = "127.0.0.1";

  private Loopback() {}

  /**
   * @throws IllegalArgumentException if others could reach that address and no setting says that
   *     they may
   */
  public static void require(HttpSettings settings) {
    if (settings.networkTrusted() || isLoopback(settings.host())) {
      return;
    }
    throw new IllegalArgumentException(
        "--host "
            + settings.host()
            + " is no loopback address: whoever reaches it could read every task, for there is no"
            + " access control yet. Use 127.0.0.1, or set troupe.http.trust-network = \""
            + HttpSettings.TRUST
            + "\" in a file given with --config");
  }

  private static boolean isLoopback(String host) {
    try {
      return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("--host " + host + " is no address of this machine", e);
    }
  }
}
