package dev.troupe.persistence.cassandra.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a server is configured with: one node, nothing open but its loopback address, small enough
 * to stand beside the nodes that use it, and durable: a write is answered when it is on the disk.
 */
final class ServerFiles {
  static final String LOG = "system.log";

  private final ServerPlan plan;

  ServerFiles(ServerPlan plan) {
    this.plan = plan;
  }

  Path log() {
    return plan.data().resolve(LOG);
  }

  Path configuration() {
    return plan.data().resolve("cassandra.yaml");
  }

  Path logging() {
    return plan.data().resolve("logback.xml");
  }

  /** The process that works on these files, if one does. */
  Optional<Long> holder() throws IOException {
    return Files.exists(pid())
        ? Optional.of(Long.parseLong(Files.readString(pid()).strip())).filter(this::isAtWork)
        : Optional.empty();
  }

  void heldBy(long pid) throws IOException {
    Files.writeString(pid(), Long.toString(pid));
  }

  private Path pid() {
    return plan.data().resolve("pid");
  }

  /** The number may belong to somebody else by now. */
  private boolean isAtWork(long pid) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> process.info().commandLine())
        .filter(line -> line.contains(plan.data().toString()))
        .isPresent();
  }

  void write(String settings) throws IOException {
    Files.createDirectories(plan.data());
    Files.writeString(configuration(), yaml() + settings);
    Files.writeString(logging(), logback());
  }

  private String yaml() {
    return """
    cluster_name: troupe
    num_tokens: 1
    partitioner: org.apache.cassandra.dht.Murmur3Partitioner
    endpoint_snitch: SimpleSnitch
    seed_provider:
      - class_name: org.apache.cassandra.locator.SimpleSeedProvider
        parameters:
          - seeds: "%1$s:%2$d"
    listen_address: %1$s
    storage_port: %2$d
    rpc_address: %1$s
    native_transport_port: %3$d
    data_file_directories: ["%4$s/data"]
    commitlog_directory: "%4$s/commitlog"
    saved_caches_directory: "%4$s/saved_caches"
    hints_directory: "%4$s/hints"
    cdc_raw_directory: "%4$s/cdc_raw"
    commitlog_sync: batch
    memtable_heap_space: 96MiB
    memtable_offheap_space: 96MiB
    key_cache_size: 8MiB
    file_cache_size: 32MiB
    concurrent_reads: 8
    # More at once and concurrent inserts of vectors fail (5.0.9).
    concurrent_writes: 2
    # Those that wait for work spin: a quarter of its time with 128 of them.
    native_transport_max_threads: 16
    native_transport_max_frame_size: 16MiB
    auto_snapshot: false
    dynamic_snitch: false
    """
        .formatted(plan.address(), plan.storagePort(), plan.port(), plan.data());
  }

  private String logback() {
    return """
    <configuration>
      <appender name="FILE" class="ch.qos.logback.core.rolling.RollingFileAppender">
        <file>%1$s</file>
        <rollingPolicy class="ch.qos.logback.core.rolling.FixedWindowRollingPolicy">
          <fileNamePattern>%1$s.%%i</fileNamePattern>
          <maxIndex>2</maxIndex>
        </rollingPolicy>
        <triggeringPolicy class="ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy"><maxFileSize>10MB</maxFileSize></triggeringPolicy>
        <encoder><pattern>%%d{ISO8601} %%p %%c{1} %%m%%n</pattern></encoder>
      </appender>
      <root level="INFO"><appender-ref ref="FILE"/></root>
    </configuration>
    """
        .formatted(log());
  }
}
