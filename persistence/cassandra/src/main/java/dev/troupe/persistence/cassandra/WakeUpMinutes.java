package dev.troupe.persistence.cassandra;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which minutes of a slice may hold wake-ups. A minute is written down before its first row, and
 * again by each process that still adds to it after {@link #TRUSTED}; it is struck off when it is
 * long past, empty, and nobody has written it down for {@link #SETTLED}, which is much longer.
 */
final class WakeUpMinutes {
  private static final int SECONDS = 60;
  private static final int FEW = 3;
  private static final Duration TRUSTED = Duration.ofMinutes(10);
  private static final Duration SETTLED = Duration.ofMinutes(30);

  /**
   * How long the oldest minute is remembered; a look at all of them steps over those struck off.
   */
  private static final Duration REMEMBERED_OLDEST = Duration.ofMinutes(10);

  private static final Logger LOG = LoggerFactory.getLogger(WakeUpMinutes.class);
  private static final int REMEMBERED = 10_000;
  private static final long NEVER = Long.MAX_VALUE;

  private static final String REGISTER =
      "INSERT INTO %s."
          + CassandraWakeUpIndex.BUCKETS
          + " (slice, bucket, registered) VALUES (?, ?, true)";
  private static final String BETWEEN =
      "SELECT bucket, writetime(registered) AS written FROM %s."
          + CassandraWakeUpIndex.BUCKETS
          + " WHERE slice = ? AND bucket >= ? AND bucket <= ?";
  private static final String STRIKE_OFF =
      "DELETE FROM %s."
          + CassandraWakeUpIndex.BUCKETS
          + " USING TIMESTAMP ? WHERE slice = ? AND bucket = ?";

  /**
   * One minute of a slice.
   *
   * @param number minutes since the epoch
   * @param written when it was last written down, in microseconds since the epoch
   */
  record Minute(long number, long written) {
    /** A reader that begins behind an instant sees all of this minute. */
    boolean isBehind(Instant instant) {
      return of(instant) < number;
    }
  }

  private record Known(int slice, long number) {}

  private record Oldest(long number, Instant seen) {}

  private final Cql cql;
  private final InstantSource clock;
  private final ConcurrentHashMap<Known, Instant> registered = new ConcurrentHashMap<>();

  private final ConcurrentHashMap<Integer, Oldest> oldest = new ConcurrentHashMap<>();

  WakeUpMinutes(Cql cql, InstantSource clock) {
    this.cql = cql;
    this.clock = clock;
  }

  static long of(Instant instant) {
    return Math.floorDiv(instant.getEpochSecond(), SECONDS);
  }

  CompletionStage<Void> register(int slice, Instant dueAt) {
    var minute = new Known(slice, of(dueAt));
    var now = clock.instant();
    var since = registered.get(minute);
    if (since != null && since.plus(TRUSTED).isAfter(now)) {
      return CompletableFuture.runAsync(() -> {}, Runnable::run);
    }
    // What is older than all there were: the next look begins at the beginning again.
    oldest.computeIfPresent(slice, (_, known) -> minute.number() < known.number() ? null : known);
    return cql.run(REGISTER, slice, minute.number())
        .thenRun(() -> {
          if (registered.size() >= REMEMBERED) {
            registered.clear();
          }
          registered.put(minute, now);
        });
  }

  /** Soonest first. A few in a row are not looked up: asking them costs as little. */
  CompletionStage<List<Minute>> between(int slice, Instant from, Instant until) {
    var first = of(from);
    var last = of(until);
    return last - first >= 0 && last - first < FEW
        ? CompletableFuture.completedStage(
            LongStream.rangeClosed(first, last)
                .mapToObj(number -> new Minute(number, NEVER))
                .toList())
        : lookUp(slice, first, last);
  }

  private CompletionStage<List<Minute>> lookUp(int slice, long first, long last) {
    var now = clock.instant();
    var known = oldest.get(slice);
    var isRemembered = known != null && known.seen().plus(REMEMBERED_OLDEST).isAfter(now);
    var from = isRemembered && known != null ? Math.max(first, known.number()) : first;
    return cql.rows(
            Integer.MAX_VALUE,
            row -> new Minute(row.getLong("bucket"), row.getLong("written")),
            BETWEEN,
            slice,
            from,
            last)
        .thenApply(minutes -> {
          if (!isRemembered && first == of(Instant.MIN)) {
            var number = minutes.isEmpty() ? of(now) - FEW : minutes.getFirst().number();
            oldest.put(slice, new Oldest(number, now));
          }
          return minutes;
        });
  }

  /** Strikes off what was read from end to end, is empty and can get no more rows; nobody waits. */
  void isEmpty(int slice, Minute minute) {
    var settled = clock.instant().minus(SETTLED);
    if (minute.number() < of(settled) && minute.written() < settled.getEpochSecond() * 1_000_000) {
      cql.run(STRIKE_OFF, minute.written(), slice, minute.number())
          .whenComplete((_, failure) -> {
            if (failure != null) {
              LOG.warn(
                  "An empty minute of the wake-up index stays for now: {}", failure.toString());
            }
          });
    }
  }
}
