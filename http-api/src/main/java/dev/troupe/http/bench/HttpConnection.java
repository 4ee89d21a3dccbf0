package dev.troupe.http.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One HTTP/1.1 connection that is kept: enough of the protocol to load a server whose answers carry
 * their length, and no more, so that the generator takes little of the machine that it measures.
 */
final class HttpConnection implements AutoCloseable {
  private static final int LARGEST_HEAD = 64 * 1024;

  private final Socket socket;
  private final InputStream in;
  private final String host;

  record Answer(int status, String body) {}

  HttpConnection(URI server) throws IOException {
    this.host = server.getHost() + ":" + server.getPort();
    this.socket = new Socket(InetAddress.getByName(server.getHost()), server.getPort());
    this.socket.setTcpNoDelay(true);
    this.in = new BufferedInputStream(socket.getInputStream(), 8192);
  }

  Answer post(String path, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    String head =
        "POST "
            + path
            + " HTTP/1.1\r\nHost: "
            + host
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    return exchange(head + json);
  }

  Answer get(String path) throws IOException {
    return exchange("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
  }

  private Answer exchange(String request) throws IOException {
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    return read();
  }

  private Answer read() throws IOException {
    String head = HttpHead.read(in, LARGEST_HEAD);
    int status = Integer.parseInt(head.substring(9, 12));
    String lower = head.toLowerCase(Locale.ROOT);
    byte[] body =
        lower.contains("transfer-encoding: chunked")
            ? chunks()
            : in.readNBytes(HttpHead.contentLength(lower));
    return new Answer(status, new String(body, StandardCharsets.UTF_8));
  }

  private byte[] chunks() throws IOException {
    var body = new ByteArrayOutputStream();
    while (true) {
      int length = Integer.parseInt(HttpHead.line(in).strip(), 16);
      body.write(in.readNBytes(length));
      HttpHead.line(in);
      if (length == 0) {
        return body.toByteArray();
      }
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is given up either way.
    }
  }

  static EOFException closedByServer() {
    return new EOFException("the server closed the connection");
  }
}
