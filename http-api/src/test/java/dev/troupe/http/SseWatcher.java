package dev.troupe.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Json;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A client of an event stream on a socket of its own, which reads when it is told to. */
final class SseWatcher implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int SMALL_BUFFER_BYTES = 4096;

  /** One frame; {@code id} is empty where it has none. */
  record Frame(String id, String event, JsonNode data) {}

  private final Socket socket = new Socket();
  private final List<Frame> frames = new CopyOnWriteArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private volatile boolean isOver;

  SseWatcher(URI server, String path) {
    try {
      socket.setReceiveBufferSize(SMALL_BUFFER_BYTES);
      socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
      // Frames of HTTP/1.0 answers are not cut into chunks.
      socket
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.0\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new AssertionError("cannot watch " + path, e);
    }
  }

  SseWatcher reading() {
    Thread.ofVirtual().start(this::read);
    return this;
  }

  private void read() {
    try (var in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      var id = "";
      var event = "";
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("event: ")) {
          event = line.substring(7);
        } else if (line.startsWith("data: ")) {
          take(new Frame(id, event, Json.parse(line.substring(6))));
          id = "";
        }
      }
    } catch (IOException closed) {
      // The test is over.
    } finally {
      isOver = true;
    }
  }

  private synchronized void take(Frame frame) {
    if (frame.event().equals("delta")) {
      text.append(frame.data().path("text").asText());
    }
    frames.add(frame);
  }

  List<Frame> frames(String event) {
    return frames.stream().filter(frame -> frame.event().equals(event)).toList();
  }

  List<Frame> frames() {
    return List.copyOf(frames);
  }

  List<String> ids() {
    return frames.stream().map(Frame::id).filter(id -> !id.isEmpty()).toList();
  }

  /** All the deltas' texts, one behind the other. */
  synchronized String text() {
    return text.toString();
  }

  SseWatcher awaitText(int characters) {
    await(() -> length() >= characters, characters + " characters");
    return this;
  }

  SseWatcher awaitFrame(String event) {
    await(() -> !frames(event).isEmpty(), "a frame " + event);
    return this;
  }

  /** The server has closed the stream. */
  SseWatcher awaitEnd() {
    await(() -> isOver, "the end");
    return this;
  }

  private synchronized int length() {
    return text.length();
  }

  private void await(BooleanSupplier condition, String what) {
    awaitUntil(
        condition,
        () -> "no " + what + "; heard: " + frames.size() + " frames, " + length() + " characters");
  }

  static void awaitUntil(BooleanSupplier condition, Supplier<String> otherwise) {
    var end = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError(otherwise.get());
      }
      try {
        TimeUnit.MILLISECONDS.sleep(5);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new AssertionError("not closed", e);
    }
  }
}
