package dev.troupe.persistence.cassandra.server;

import java.nio.file.Path;

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
 */
public record ServerPlan(
    Path jars, Path java, Path data, String address, int port, int storagePort, int heapMebibytes) {

  public String contactPoint() {
    return address + ":" + port;
  }
}
