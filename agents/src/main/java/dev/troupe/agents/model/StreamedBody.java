package dev.troupe.agents.model;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A response body that is read as it comes, by one thread, which waits as long as its patience
 * lasts. Its clients may close it: only who made it knows whether the connection is still good.
 */
final class StreamedBody extends InputStream implements BodySubscriber<StreamedBody> {

  /** Says how long the next read may wait, and what is thrown after that. */
  interface Patience {
    long leftNanos();

    RuntimeException exhausted();
  }

  private sealed interface Piece {
    record Bytes(List<ByteBuffer> buffers) implements Piece {}

    record End() implements Piece {}

    record Broken(Throwable cause) implements Piece {}
  }

  private final long bytesAtMost;
  private final Patience patience;
  // At most two wait here: the next bytes are asked for when these are taken.
  private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
  private final Deque<ByteBuffer> current = new ArrayDeque<>();
  private long bytesRead;
  private boolean atEnd;
  private boolean stopped;
  private Flow.@Nullable Subscription subscription;
  private boolean aborted;

  StreamedBody(long bytesAtMost, Patience patience) {
    this.bytesAtMost = bytesAtMost;
    this.patience = patience;
  }

  @Override
  public CompletionStage<StreamedBody> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription subscribed) {
    synchronized (this) {
      subscription = subscribed;
      if (aborted) {
        subscribed.cancel();
        return;
      }
    }
    subscribed.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    pieces.add(new Piece.Bytes(buffers));
  }

  @Override
  public void onError(Throwable failure) {
    pieces.add(new Piece.Broken(failure));
  }

  @Override
  public void onComplete() {
    pieces.add(new Piece.End());
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
    while (!atEnd && !stopped && current.isEmpty()) {
      take(next());
    }
    var buffer = current.peek();
    if (buffer == null || stopped) {
      return -1;
    }
    int count = Math.min(length, buffer.remaining());
    buffer.get(into, offset, count);
    if (!buffer.hasRemaining()) {
      current.remove();
    }
    return count;
  }

  @Override
  public int available() {
    var buffer = current.peek();
    return buffer == null ? 0 : buffer.remaining();
  }

  private Piece next() {
    try {
      var next = pieces.poll(patience.leftNanos(), TimeUnit.NANOSECONDS);
      if (next == null) {
        abort();
        throw patience.exhausted();
      }
      return next;
    } catch (InterruptedException stopped) {
      abort();
      throw new TransportFailure.Interrupted();
    }
  }

  private void take(Piece piece) throws IOException {
    switch (piece) {
      case Piece.Bytes(var buffers) -> take(buffers);
      case Piece.End() -> atEnd = true;
      case Piece.Broken(var cause) -> {
        atEnd = true;
        throw new IOException(cause.getMessage(), cause);
      }
    }
  }

  private void take(List<ByteBuffer> buffers) {
    for (var buffer : buffers) {
      bytesRead += buffer.remaining();
      if (buffer.hasRemaining()) {
        current.add(buffer);
      }
    }
    if (bytesRead > bytesAtMost) {
      abort();
      throw new TransportFailure.TooLarge(bytesAtMost);
    }
    requestNext();
  }

  private synchronized void requestNext() {
    if (subscription != null && !aborted) {
      subscription.request(1);
    }
  }

  /** Lets the connection be used again where the answer's end is all that is left to come. */
  void finish(long nanosAtMost) {
    long until = System.nanoTime() + nanosAtMost;
    try {
      for (long left = nanosAtMost; !atEnd && left > 0; left = until - System.nanoTime()) {
        var next = pieces.poll(left, TimeUnit.NANOSECONDS);
        if (!(next instanceof Piece.Bytes(var buffers)) || !isBlank(buffers)) {
          atEnd = next instanceof Piece.End;
          break;
        }
        requestNext();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      abort();
    }
  }

  /** The empty line behind the last event may come by itself. */
  private static boolean isBlank(List<ByteBuffer> buffers) {
    return buffers.stream().mapToInt(ByteBuffer::remaining).sum() <= 2;
  }

  /** Nothing more is read, whatever comes. */
  void stop() {
    stopped = true;
  }

  /** Closes the connection, unless all has come. */
  synchronized void abort() {
    aborted = true;
    if (subscription != null) {
      subscription.cancel();
    }
  }
}
