package dev.troupe.agents.model;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** A socket that plays a script to every connection, byte by byte as a test wrote it. */
final class RawServer implements AutoCloseable {

  /** What one connection gets to see. */
  interface Script {
    void play(Wire wire) throws IOException, InterruptedException;
  }

  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *(\\d+)");

  final AtomicInteger connections = new AtomicInteger();

  /** Open as long as no client has left a stalled answer. */
  final CountDownLatch left = new CountDownLatch(1);

  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ServerSocket listening;
  private final Script script;
  private final boolean http;

  /**
   * @param http whether a request is read before the script begins
   */
  RawServer(boolean http, Script script) {
    this.http = http;
    this.script = script;
    try {
      listening = new ServerSocket(0, 4096, InetAddress.getLoopbackAddress());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    threads.execute(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  private void accept() {
    try {
      while (closing.getCount() > 0) {
        var socket = listening.accept();
        threads.execute(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      connections.incrementAndGet();
      var wire = new Wire(socket);
      if (http) {
        wire.request();
      }
      script.play(wire);
    } catch (IOException gone) {
      left.countDown();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static String readRequest(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int read = in.read();
      if (read < 0) {
        throw new IOException("no request");
      }
      head.append((char) read);
    }
    var length = LENGTH.matcher(head);
    in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
    return head.toString();
  }

  /** The script's end of a connection. */
  final class Wire {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private Wire(Socket socket) throws IOException {
      this.socket = socket;
      this.in = new BufferedInputStream(socket.getInputStream());
      this.out = socket.getOutputStream();
    }

    /** Reads the next request of a connection that is used again; returns its head. */
    String request() throws IOException {
      return readRequest(in);
    }

    Wire raw(String text) throws IOException {
      return raw(text.getBytes(StandardCharsets.UTF_8));
    }

    Wire raw(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
      return this;
    }

    Wire whole(int status, String headers, String body) throws IOException {
      int length = body.getBytes(StandardCharsets.UTF_8).length;
      return raw(
          "HTTP/1.1 %d X\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%s\r\n%s"
              .formatted(status, length, headers, body));
    }

    /** A stream whose end the client can see. */
    Wire chunked() throws IOException {
      return raw(
          "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n");
    }

    /** A stream that ends when the connection does. */
    Wire unframed() throws IOException {
      return raw("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n");
    }

    Wire chunk(String text) throws IOException {
      return chunk(text.getBytes(StandardCharsets.UTF_8));
    }

    Wire chunk(byte[] bytes) throws IOException {
      raw(Integer.toHexString(bytes.length) + "\r\n");
      return raw(bytes).raw("\r\n");
    }

    void end() throws IOException {
      raw("0\r\n\r\n");
    }

    /** Tells the client nothing but that the connection is gone. */
    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    /** Says no more and waits until the client leaves. */
    void stall() throws IOException {
      while (in.read() >= 0) {
        // It has nothing more to say either.
      }
      left.countDown();
    }

    /** All that the client sends until it leaves, in whatever way. */
    String rest() {
      var sent = new StringBuilder();
      try {
        for (int read = in.read(); read >= 0; read = in.read()) {
          sent.append((char) read);
        }
      } catch (IOException gone) {
        // It left at once.
      }
      return sent.toString();
    }

    /** Until the client leaves, which ends it by a broken pipe. */
    void dripRaw(String text, long millisBetween) throws IOException, InterruptedException {
      while (!closing.await(millisBetween, TimeUnit.MILLISECONDS)) {
        raw(text);
      }
    }

    /** The same, in chunks. */
    void drip(String text, long millisBetween) throws IOException, InterruptedException {
      while (!closing.await(millisBetween, TimeUnit.MILLISECONDS)) {
        chunk(text);
      }
    }
  }

  @Override
  public void close() throws IOException {
    closing.countDown();
    listening.close();
    threads.shutdownNow();
  }
}
