package dev.troupe.agents.agent;

import dev.troupe.agents.tool.ToolCall;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The calls on this node that may change something and have not ended. One that was interrupted is
 * at work for as long as its code runs.
 */
final class CallsAtWork {
  private final Map<String, CountDownLatch> ends = new ConcurrentHashMap<>();

  /** A call at work. */
  final class Begun implements AutoCloseable {
    private final String key;
    private final CountDownLatch end = new CountDownLatch(1);

    private Begun(ToolCall call) {
      this.key = key(call);
    }

    @Override
    public void close() {
      ends.remove(key, end);
      end.countDown();
    }
  }

  /** Waits for what is at work under the same key; empty if that does not end in time. */
  Optional<Begun> begin(ToolCall call, Duration patience) throws InterruptedException {
    var begun = new Begun(call);
    var deadline = System.nanoTime() + patience.toNanos();
    for (var other = ends.putIfAbsent(begun.key, begun.end);
        other != null;
        other = ends.putIfAbsent(begun.key, begun.end)) {
      if (!other.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        return Optional.empty();
      }
    }
    return Optional.of(begun);
  }

  /** Whatever is at work under the key of a call. */
  Optional<CountDownLatch> endOf(ToolCall call) {
    return Optional.ofNullable(ends.get(key(call)));
  }

  private static String key(ToolCall call) {
    return call.tenant() + "/" + call.idempotencyKey();
  }
}
