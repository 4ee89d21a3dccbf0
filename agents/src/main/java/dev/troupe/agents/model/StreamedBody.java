package dev.troupe.agents.model;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/**
 * A response body that is read as it comes, by one thread, which waits as long as its patience
 * lasts. Its clients may close it: only who made it knows whether the connection is still good.
 */
final class StreamedBody extends InputStream {
  /** The empty line behind the last event may come by itself. */
  private static final int BLANK_BYTES = 2;

  /** Says how long the next read may wait, and what is thrown after that. */
  interface Patience {
    long leftNanos();

    RuntimeException exhausted();
  }

  private final long bytesAtMost;
  private final Patience patience;
  private final Exchange exchange;
  private InputStream content = InputStream.nullInputStream();
  private long bytesRead;
  private boolean atEnd;
  private boolean stopped;

  StreamedBody(long bytesAtMost, Patience patience, Exchange exchange) {
    this.bytesAtMost = bytesAtMost;
    this.patience = patience;
    this.exchange = exchange;
  }

  /**
   * @param body null if the answer has none
   */
  void begin(@Nullable HttpEntity body) {
    try {
      content = body == null ? content : body.getContent();
    } catch (IOException broken) {
      throw new TransportFailure.Disconnected(broken, true);
    }
  }

  /** Whether all that was sent has been read. */
  boolean isAtEnd() {
    return atEnd;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (atEnd || stopped) {
      return -1;
    }
    exchange.requireUndisturbed();
    long left = patience.leftNanos();
    if (left <= 0) {
      throw patience.exhausted();
    }
    exchange.watch().until(left);
    int count = next(into, offset, length);
    bytesRead += Math.max(0, count);
    if (bytesRead > bytesAtMost) {
      throw new TransportFailure.TooLarge(bytesAtMost);
    }
    return count;
  }

  private int next(byte[] into, int offset, int length) throws IOException {
    try {
      return counted(content.read(into, offset, length));
    } catch (IOException broken) {
      atEnd = true;
      exchange.requireUndisturbed();
      throw broken;
    }
  }

  private int counted(int read) {
    if (read < 0) {
      atEnd = true;
      exchange.whole();
    }
    return read;
  }

  @Override
  public int available() throws IOException {
    return atEnd || stopped ? 0 : content.available();
  }

  /** Lets the connection be used again where the answer's end is all that is left to come. */
  void finish(long nanosAtMost) {
    exchange.watch().until(nanosAtMost);
    var blank = new byte[BLANK_BYTES + 1];
    try {
      int read = 0;
      while (!atEnd && read <= BLANK_BYTES && !exchange.watch().isOver()) {
        read = counted(content.read(blank));
      }
    } catch (IOException gone) {
      // The answer is there; only the connection is lost.
    }
  }

  /** Nothing more is read, whatever comes. */
  void stop() {
    stopped = true;
  }
}
