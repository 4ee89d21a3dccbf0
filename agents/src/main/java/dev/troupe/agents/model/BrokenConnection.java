package dev.troupe.agents.model;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** Says what became of a connection without the client's own words, which repeat the address. */
final class BrokenConnection {
  private BrokenConnection() {}

  static IOException connecting(Exception broken) {
    return switch (broken) {
      case ConnectTimeoutException late ->
          because(new ConnectException("HTTP connect timed out"), late);
      case HttpHostConnectException refused -> because(new ConnectException(), refused);
      default -> anywhere(broken);
    };
  }

  static IOException awaitingHead(Exception broken) {
    return switch (broken) {
      case NoHttpResponseException silent -> noAnswer(silent);
      case SocketException reset -> noAnswer(reset);
      default -> anywhere(broken);
    };
  }

  private static IOException noAnswer(IOException cause) {
    return new IOException("HTTP/1.1 header parser received no bytes", cause);
  }

  private static IOException anywhere(Exception broken) {
    return switch (broken) {
      case IOException io -> io;
      case HttpException wrong -> because(new ProtocolException(wrong.getMessage()), wrong);
      default -> throw new IllegalStateException("The request could not be sent", broken);
    };
  }

  private static IOException because(IOException said, Exception cause) {
    said.initCause(cause);
    return said;
  }
}
