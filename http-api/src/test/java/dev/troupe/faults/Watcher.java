package dev.troupe.faults;

import dev.troupe.journey.Program;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Somebody who watches one task to its end. Where the stream breaks or is silent for too long, the
 * next node is asked, from the last event on.
 */
final class Watcher {
  private static final Set<String> ENDS = Set.of("task-completed", "task-failed", "task-cancelled");
  private static final int CONNECT_MILLIS = 2000;
  private static final Duration BEFORE_THE_NEXT = Duration.ofMillis(250);

  /** Streams that have nothing to say send a comment every 15 s. */
  private static final int SILENT_MILLIS = 20_000;

  private final List<URI> nodes;
  private final String task;
  private final List<Long> told = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile boolean hasSeenTheEnd;
  private final AtomicInteger connections = new AtomicInteger();

  private Watcher(List<URI> nodes, String task, int first) {
    this.nodes = nodes;
    this.task = task;
    this.thread = Thread.ofVirtual().unstarted(() -> watch(first));
  }

  /**
   * @param first the node that is asked first
   */
  static Watcher of(List<URI> nodes, String task, int first) {
    var watcher = new Watcher(nodes, task, first);
    watcher.thread.start();
    return watcher;
  }

  String task() {
    return task;
  }

  private void watch(int first) {
    for (var attempt = 0; !hasSeenTheEnd && !Thread.currentThread().isInterrupted(); attempt++) {
      read(nodes.get((first + attempt) % nodes.size()));
      if (!hasSeenTheEnd) {
        Pauses.of(BEFORE_THE_NEXT);
      }
    }
  }

  private void read(URI node) {
    connections.incrementAndGet();
    id = "";
    event = "";
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(node.getHost(), node.getPort()), CONNECT_MILLIS);
      socket.setSoTimeout(SILENT_MILLIS);
      var last = told.isEmpty() ? "" : "Last-Event-ID: " + told.getLast() + "\r\n";
      socket
          .getOutputStream()
          .write(
              "GET /v1/tasks/%s/events HTTP/1.0\r\nHost: %s\r\nAccept: text/event-stream\r\n%s\r\n"
                  .formatted(task, node.getAuthority(), last)
                  .getBytes(StandardCharsets.US_ASCII));
      var in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      for (var line = in.readLine(); line != null && !hasSeenTheEnd; line = in.readLine()) {
        take(line);
      }
    } catch (IOException broken) {
      // The next node is asked.
    }
  }

  private String id = "";
  private String event = "";

  /** An event is told with the empty line behind it: what was torn before is not. */
  private void take(String line) {
    if (line.startsWith("id:")) {
      id = line.substring(3).strip();
    } else if (line.startsWith("event:")) {
      event = line.substring(6).strip();
    } else if (line.isEmpty()) {
      if (!id.isEmpty()) {
        told.add(Long.parseLong(id));
        hasSeenTheEnd = ENDS.contains(event);
      }
      id = "";
      event = "";
    }
  }

  /** Sequence numbers in the order in which they came, once the end has. */
  List<Long> await(Duration patience) {
    var end = Instant.now().plus(patience);
    while (!hasSeenTheEnd) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError(
            "a watcher of %s never saw its end, only %s, in %d connections"
                .formatted(task, told, connections.get()));
      }
      Program.pause();
    }
    return List.copyOf(told);
  }

  /** Also where it has not come to the end. */
  void stop() {
    thread.interrupt();
  }

  int connections() {
    return connections.get();
  }
}
