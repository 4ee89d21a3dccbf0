package dev.troupe.agents.model;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A response body that is given up as soon as it is longer than allowed. */
final class BoundedBody implements BodySubscriber<byte[]> {

  /** Told apart from a connection that broke. */
  static final class Exceeded extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private final BodySubscriber<byte[]> body = BodySubscribers.ofByteArray();
  private long left;
  private Flow.@Nullable Subscription subscription;

  BoundedBody(long bytesAtMost) {
    this.left = bytesAtMost;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return body.getBody();
  }

  @Override
  public void onSubscribe(Flow.Subscription subscribed) {
    subscription = subscribed;
    body.onSubscribe(subscribed);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    left -= buffers.stream().mapToLong(ByteBuffer::remaining).sum();
    if (left >= 0) {
      body.onNext(buffers);
    } else if (subscription != null) {
      subscription.cancel();
      body.onError(new Exceeded());
    }
  }

  @Override
  public void onError(Throwable failure) {
    body.onError(failure);
  }

  @Override
  public void onComplete() {
    body.onComplete();
  }
}
