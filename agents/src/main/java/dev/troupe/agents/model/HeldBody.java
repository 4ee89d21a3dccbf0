package dev.troupe.agents.model;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.function.BooleanSupplier;

/**
 * The body of a model call, which does not leave a process that was suspended: another node may
 * have gone on with the call's task meanwhile. Asked in the last moment there is, behind the
 * connection and the request's head, because an endpoint answers nobody whose body has not come.
 */
final class HeldBody implements BodyPublisher {
  private final byte[] body;
  private final BooleanSupplier isSuspended;

  /** What the transport reports in place of an answer. */
  static final class Held extends IOException {
    private static final long serialVersionUID = 1L;

    Held() {
      super("the process was suspended");
    }
  }

  HeldBody(byte[] body, BooleanSupplier isSuspended) {
    this.body = body;
    this.isSuspended = isSuspended;
  }

  @Override
  public long contentLength() {
    return body.length;
  }

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
    BodyPublishers.ofByteArray(body).subscribe(new Gate(subscriber));
  }

  private final class Gate implements Subscriber<ByteBuffer> {
    private final Subscriber<? super ByteBuffer> beyond;
    private boolean isHeld;

    Gate(Subscriber<? super ByteBuffer> beyond) {
      this.beyond = beyond;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      beyond.onSubscribe(subscription);
    }

    @Override
    public void onNext(ByteBuffer bytes) {
      if (isHeld || isSuspended.getAsBoolean()) {
        hold();
      } else {
        beyond.onNext(bytes);
      }
    }

    private void hold() {
      if (!isHeld) {
        isHeld = true;
        beyond.onError(new Held());
      }
    }

    @Override
    public void onError(Throwable broken) {
      if (!isHeld) {
        beyond.onError(broken);
      }
    }

    @Override
    public void onComplete() {
      if (!isHeld) {
        beyond.onComplete();
      }
    }
  }
}
