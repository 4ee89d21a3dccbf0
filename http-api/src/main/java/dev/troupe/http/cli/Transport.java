package dev.troupe.http.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** How a command reaches the API: through a socket, or in its own process. */
interface Transport extends AutoCloseable {

  /** The path with its query, as it stands in the request line. */
  record Request(String method, String path, Map<String, String> headers, String body) {
    static Request get(String path) {
      return new Request("GET", path, Map.of(), "");
    }
  }

  /** The body comes as the server sends it; whoever asked reads it to its end or closes it. */
  record Reply(int status, InputStream body) {}

  Reply send(Request request) throws IOException;

  /** For messages: where the API is. */
  String place();

  @Override
  void close();
}
