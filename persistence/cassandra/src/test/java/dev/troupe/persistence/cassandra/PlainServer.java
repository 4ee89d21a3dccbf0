package dev.troupe.persistence.cassandra;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Says what a Cassandra without TLS says to whoever begins with TLS. */
final class PlainServer implements AutoCloseable {
  private static final String WHAT = "Invalid or unsupported protocol version (22)";
  private static final byte ANSWER_OF_VERSION_4 = (byte) 0x84;
  private static final byte ERROR = 0;
  private static final int PROTOCOL_ERROR = 0x0A;

  private final ServerSocket server;

  private PlainServer(ServerSocket server) {
    this.server = server;
  }

  static PlainServer start() {
    try {
      var plain = new PlainServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
      Thread.ofVirtual().start(plain::answer);
      return plain;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String contactPoint() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  private void answer() {
    try {
      while (true) {
        refuse(server.accept());
      }
    } catch (IOException closed) {
      // Nobody asks any more.
    }
  }

  private static void refuse(Socket client) {
    try (client) {
      if (client.getInputStream().read() >= 0) {
        client.getOutputStream().write(error());
        client.shutdownOutput();
        // A close with something unread would be a reset, which may overtake the answer.
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
      }
    } catch (IOException gone) {
      // It has asked enough.
    }
  }

  private static byte[] error() {
    var what = WHAT.getBytes(StandardCharsets.US_ASCII);
    var length = Integer.BYTES + Short.BYTES + what.length;
    return ByteBuffer.allocate(9 + length)
        .put(ANSWER_OF_VERSION_4)
        .put((byte) 0)
        .putShort((short) 0)
        .put(ERROR)
        .putInt(length)
        .putInt(PROTOCOL_ERROR)
        .putShort((short) what.length)
        .put(what)
        .array();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
