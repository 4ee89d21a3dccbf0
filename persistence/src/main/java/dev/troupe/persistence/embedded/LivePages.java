package dev.troupe.persistence.embedded;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.SourceShape;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.jspecify.annotations.Nullable;

/**
 * Emits what a query reads, page by page. A live one waits at the end until a commit wakes it; it
 * always goes on from what it read last, so being woken too often or too late loses nothing.
 */
final class LivePages<T> extends GraphStage<SourceShape<T>> {

  /**
   * What was read, and from where to go on.
   *
   * @param complete whether there can be no more, ever
   * @param atEnd whether there was nothing more to read at that moment
   */
  record Page<T>(List<T> rows, long position, boolean complete, boolean atEnd) {}

  /** Reads what stands behind a position. */
  @FunctionalInterface
  interface Query<T> {
    CompletionStage<Page<T>> behind(long position);
  }

  /**
   * What wakes a live query at its end; a query without it completes there.
   *
   * @param gathering commits within this time of the first one are read together
   */
  record Wake(Commits commits, String topic, Duration refreshInterval, Duration gathering) {}

  private final Outlet<T> out = Outlet.create("LivePages.out");
  private final SourceShape<T> shape = SourceShape.of(out);
  private final long start;
  private final Query<T> query;
  private final Optional<Wake> wake;

  LivePages(long start, Query<T> query, Optional<Wake> wake) {
    this.start = start;
    this.query = query;
    this.wake = wake;
  }

  @Override
  public SourceShape<T> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends TimerGraphStageLogic {
    private static final String REFRESH = "refresh";
    private static final String GATHERED = "gathered";

    private final ArrayDeque<T> buffer = new ArrayDeque<>();
    private final AsyncCallback<Answer<T>> answered = createAsyncCallback(this::onAnswer);
    private final AsyncCallback<Boolean> woken = createAsyncCallback(_ -> onCommit());

    /** Many commits while a stage is busy are one reason to look again. */
    private final AtomicBoolean wakeUnderway = new AtomicBoolean();

    private final Runnable listener = this::wakeOnce;
    private long position = start;
    private boolean reading;
    private boolean complete;
    private boolean atEnd;

    private Logic() {
      super(shape);
      setHandler(
          out,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              emitOrRead();
            }
          });
    }

    @Override
    public void preStart() {
      wake.ifPresent(live -> {
        // Before the first read: a commit from now on is either read by it or wakes us.
        live.commits().subscribe(live.topic(), listener);
        scheduleWithFixedDelay(REFRESH, live.refreshInterval(), live.refreshInterval());
      });
    }

    @Override
    public void postStop() {
      wake.ifPresent(live -> live.commits().unsubscribe(live.topic(), listener));
    }

    @Override
    public void onTimer(Object key) {
      onWoken();
    }

    private void wakeOnce() {
      if (wakeUnderway.compareAndSet(false, true)) {
        woken.invoke(true);
      }
    }

    private void onCommit() {
      var gathering = wake.map(Wake::gathering).orElse(Duration.ZERO);
      if (gathering.isPositive()) {
        scheduleOnce(GATHERED, gathering);
      } else {
        onWoken();
      }
    }

    private void onWoken() {
      // Reset before the look, so that a later commit counts again.
      wakeUnderway.set(false);
      atEnd = false;
      if (isAvailable(out)) {
        emitOrRead();
      }
    }

    private void emitOrRead() {
      var next = buffer.poll();
      if (next != null) {
        push(out, next);
      } else if (complete) {
        completeStage();
      } else if (!reading && !atEnd) {
        read();
      }
    }

    private void read() {
      reading = true;
      // A commit that comes while this read is underway resets it, and the end is looked at again.
      atEnd = true;
      query
          .behind(position)
          .whenComplete((page, failure) -> answered.invoke(new Answer<>(page, failure)));
    }

    private void onAnswer(Answer<T> answer) {
      reading = false;
      var page = answer.page();
      if (page == null) {
        failStage(answer.cause());
        return;
      }
      position = page.position();
      buffer.addAll(page.rows());
      atEnd = atEnd && page.atEnd();
      complete = page.complete() || (page.atEnd() && wake.isEmpty());
      if (complete && buffer.isEmpty()) {
        completeStage();
      } else if (isAvailable(out)) {
        emitOrRead();
      }
    }
  }

  private record Answer<T>(@Nullable Page<T> page, @Nullable Throwable failure) {
    Throwable cause() {
      return failure == null ? new IllegalStateException("A read answered nothing") : failure;
    }
  }
}
