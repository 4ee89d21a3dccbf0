package dev.troupe.persistence.cassandra.server;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The command line of a Cassandra server: the flags of its own start script for JDK 17. */
final class ServerCommand {
  private static final List<String> EXPORTS =
      List.of(
          "java.base/jdk.internal.misc",
          "java.base/jdk.internal.ref",
          "java.base/sun.nio.ch",
          "java.management.rmi/com.sun.jmx.remote.internal.rmi",
          "java.rmi/sun.rmi.registry",
          "java.rmi/sun.rmi.server",
          "java.rmi/sun.rmi.transport.tcp",
          "java.sql/java.sql");
  private static final List<String> OPENS =
      List.of(
          "java.base/java.io",
          "java.base/java.lang",
          "java.base/java.lang.module",
          "java.base/java.nio",
          "java.base/java.util",
          "java.base/java.util.concurrent",
          "java.base/java.util.concurrent.atomic",
          "java.base/jdk.internal.loader",
          "java.base/jdk.internal.math",
          "java.base/jdk.internal.module",
          "java.base/jdk.internal.ref",
          "java.base/jdk.internal.reflect",
          "java.base/jdk.internal.util.jar",
          "java.base/sun.nio.ch",
          "jdk.management/com.sun.management.internal");

  private ServerCommand() {}

  static List<String> of(ServerPlan plan, ServerFiles files) {
    var command = new ArrayList<String>();
    command.add(plan.java().resolve("bin").resolve("java").toString());
    command.addAll(
        List.of(
            "-Xms" + plan.heapMebibytes() / 2 + "m",
            "-Xmx" + plan.heapMebibytes() + "m",
            "-XX:+UseSerialGC",
            "-Xss512k",
            "-Djdk.attach.allowAttachSelf=true",
            "-Dio.netty.tryReflectionSetAccessible=true",
            "-Dcassandra.config=" + files.configuration().toUri(),
            "-Dlogback.configurationFile=" + files.logging(),
            "-Dcassandra.storagedir=" + plan.data(),
            "-Dcassandra-foreground=yes",
            // A server alone has nobody to wait for.
            "-Dcassandra.skip_wait_for_gossip_to_settle=0",
            "-Dcassandra.ring_delay_ms=0",
            "-Dcassandra.superuser_setup_delay_ms=0",
            "-Dcom.sun.management.jmxremote=false"));
    command.addAll(plan.flags());
    command.addAll(each("--add-exports", EXPORTS));
    command.addAll(each("--add-opens", OPENS));
    command.addAll(
        List.of(
            "-cp",
            plan.jars().resolve("*").toString(),
            "org.apache.cassandra.service.CassandraDaemon"));
    return command;
  }

  private static List<String> each(String option, List<String> packages) {
    return packages.stream().flatMap(name -> Stream.of(option, name + "=ALL-UNNAMED")).toList();
  }
}
