package dev.troupe.persistence.cassandra.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;

/**
 * One server's place on this machine.
 *
 * @param jars the folder with Cassandra's jars
 * @param java a JDK that Cassandra runs on (11 or 17)
 * @param data everything it writes lies in here: configuration, log, commit log, tables
 * @param address a loopback address of its own
 * @param port where clients connect
 * @param storagePort where other servers would
 * @param heapMebibytes the JVM's heap
 * @param flags more of the JVM's
 */
public record ServerPlan(
    Path jars,
    Path java,
    Path data,
    String address,
    int port,
    int storagePort,
    int heapMebibytes,
    List<String> flags) {
  public ServerPlan {
    flags = List.copyOf(flags);
  }

  /**
   * Flags of a server that lives for minutes and is never started again: it is not compiled
   * thoroughly, and does not write each change of its tables to the disk at once.
   */
  public static final List<String> SHORT_LIVED =
      List.of("-XX:TieredStopAtLevel=1", "-Dcassandra.test.flush_local_schema_changes=false");

  /**
   * On ports that are free now.
   *
   * @throws IOException if there is no JDK for it, or no port
   */
  public static ServerPlan onLoopback(Path jars, Path data, int heapMebibytes, List<String> flags)
      throws IOException {
    var java =
        ServerJdk.find()
            .orElseThrow(() ->
                new IOException(
                    "Cassandra runs on a JDK 17 (or 11), and none is installed here; install one, or"
                        + " name its folder in "
                        + ServerJdk.VARIABLE));
    var address = InetAddress.getLoopbackAddress();
    try (var clients = new ServerSocket(0, 1, address);
        var storage = new ServerSocket(0, 1, address)) {
      return new ServerPlan(
          jars,
          java,
          data,
          address.getHostAddress(),
          clients.getLocalPort(),
          storage.getLocalPort(),
          heapMebibytes,
          flags);
    }
  }

  public String contactPoint() {
    return address + ":" + port;
  }
}
