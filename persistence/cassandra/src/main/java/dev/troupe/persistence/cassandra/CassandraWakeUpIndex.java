package dev.troupe.persistence.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.troupe.persistence.Names;
import dev.troupe.persistence.Recent;
import dev.troupe.persistence.WakeUpIndex;
import dev.troupe.persistence.cassandra.WakeUpMinutes.Minute;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Each task's due time twice, as in every store: by task, to find and replace it, and by time, to
 * sweep it. Rows by time lie in a partition per slice and minute, so that what was removed (a
 * tombstone for a while) is only met by who reads that minute; which minutes there are is a table
 * of its own.
 *
 * <p>The row by time is written first and removed last: what a crash leaves between is a wake-up
 * too many, never one too few. Two writers of one task are put in order by the time at which the
 * earlier one wrote, so that clocks that differ lose nothing.
 */
final class CassandraWakeUpIndex implements WakeUpIndex {
  static final String DUE = "wake_ups";
  static final String BUCKETS = "wake_up_minutes";
  static final String OF_TASK = "wake_up_of_task";

  private static final String FIND =
      "SELECT due_second, due_nano, is_set, writetime(is_set) AS written FROM %s."
          + OF_TASK
          + " WHERE task = ?";
  private static final String SET =
      "INSERT INTO %s."
          + OF_TASK
          + " (due_second, due_nano, task, is_set) VALUES (?, ?, ?, true) USING TIMESTAMP ?";

  /** Stands for a while, so that who sets it next knows the time to be behind of. */
  private static final String UNSET =
      "INSERT INTO %s."
          + OF_TASK
          + " (due_second, due_nano, task, is_set) VALUES (null, null, ?, false) USING TTL 3600 AND TIMESTAMP ?";

  private static final String ADD =
      "INSERT INTO %s."
          + DUE
          + " (slice, bucket, due_second, due_nano, task) VALUES (?, ?, ?, ?, ?) USING TIMESTAMP ?";
  private static final String TAKE =
      "DELETE FROM %s."
          + DUE
          + " USING TIMESTAMP ? WHERE slice = ? AND bucket = ? AND due_second = ? AND due_nano = ? AND task = ?";
  private static final String OF_MINUTE =
      "SELECT due_second, due_nano, task FROM %s."
          + DUE
          + " WHERE slice = ? AND bucket = ? AND (due_second, due_nano, task) > (?, ?, ?)"
          + " AND (due_second, due_nano) <= (?, ?) LIMIT ?";

  private static final int REMEMBERED = 4096;
  private static final long TRUSTED_MICROS = 10_000_000;

  /**
   * The row as it was found.
   *
   * @param dueAt empty where it was removed a while ago
   * @param written in microseconds since the epoch
   */
  private record Found(Optional<Instant> dueAt, long written) {}

  private final Cql cql;
  private final InstantSource clock;
  private final WakeUpMinutes minutes;
  private final OneAtATime tasks = new OneAtATime();

  /**
   * Rows as this process wrote them, for their removal: most tasks end a moment later. Who has
   * written one since did so at a later time, and keeps it.
   */
  private final Map<String, Found> written = Collections.synchronizedMap(Recent.byUse(REMEMBERED));

  CassandraWakeUpIndex(Cql cql, InstantSource clock) {
    this.cql = cql;
    this.clock = clock;
    this.minutes = new WakeUpMinutes(cql, clock);
  }

  @Override
  public CompletionStage<Void> schedule(String taskKey, Instant dueAt) {
    Names.checked("task", taskKey);
    return tasks.run(
        taskKey,
        () ->
            looked(taskKey)
                .thenCompose(earlier -> {
                  var at = behind(earlier);
                  return minutes
                      .register(WakeUpIndex.slice(taskKey), dueAt)
                      .thenCompose(_ -> add(taskKey, dueAt, at))
                      .thenCompose(
                          _ -> cql.run(SET, dueAt.getEpochSecond(), dueAt.getNano(), taskKey, at))
                      .thenCompose(_ -> {
                        written.put(taskKey, new Found(Optional.of(dueAt), at));
                        return earlier
                            .flatMap(Found::dueAt)
                            .filter(due -> !due.equals(dueAt))
                            .map(due -> take(taskKey, due, at))
                            .orElseGet(CassandraWakeUpIndex::nothing);
                      });
                }));
  }

  @Override
  public CompletionStage<Void> remove(String taskKey) {
    return tasks.run(
        taskKey,
        () ->
            found(taskKey)
                .thenCompose(found ->
                    found
                        .filter(row -> row.dueAt().isPresent())
                        .map(row -> unset(taskKey, row))
                        .orElseGet(CassandraWakeUpIndex::nothing)));
  }

  @Override
  public CompletionStage<Void> remove(String taskKey, Instant dueAt) {
    return tasks.run(
        taskKey,
        () ->
            find(taskKey)
                .thenCompose(found ->
                    found
                        .filter(row -> row.dueAt().equals(Optional.of(dueAt)))
                        .map(row -> unset(taskKey, row))
                        // Left by a crash between the two rows, or by a clock that was behind.
                        .orElseGet(() -> take(taskKey, dueAt, behind(found)))));
  }

  /** Whatever becomes of the write that follows, what was written before is no more. */
  private CompletionStage<Optional<Found>> looked(String taskKey) {
    written.remove(taskKey);
    return find(taskKey);
  }

  /** As this process has written it just now, or else as it is: another may have been its home. */
  private CompletionStage<Optional<Found>> found(String taskKey) {
    @Nullable Found known = written.remove(taskKey);
    return known == null || known.written() < micros() - TRUSTED_MICROS
        ? find(taskKey)
        : CompletableFuture.completedStage(Optional.of(known));
  }

  private CompletionStage<Void> unset(String taskKey, Found row) {
    // What somebody else has set meanwhile was written later, and stays.
    return cql.run(UNSET, taskKey, row.written() + 1)
        .thenCompose(_ -> take(taskKey, row.dueAt().orElseThrow(), row.written()));
  }

  private CompletionStage<Void> add(String taskKey, Instant dueAt, long at) {
    return cql.run(
        ADD,
        WakeUpIndex.slice(taskKey),
        WakeUpMinutes.of(dueAt),
        dueAt.getEpochSecond(),
        dueAt.getNano(),
        taskKey,
        at);
  }

  private CompletionStage<Void> take(String taskKey, Instant dueAt, long at) {
    return cql.run(
        TAKE,
        at,
        WakeUpIndex.slice(taskKey),
        WakeUpMinutes.of(dueAt),
        dueAt.getEpochSecond(),
        dueAt.getNano(),
        taskKey);
  }

  private CompletionStage<Optional<Found>> find(String taskKey) {
    return cql.rows(
            1,
            row ->
                new Found(
                    row.getBoolean("is_set") ? Optional.of(dueAt(row)) : Optional.empty(),
                    row.getLong("written")),
            FIND,
            taskKey)
        .thenApply(rows -> rows.stream().findFirst());
  }

  private long behind(Optional<Found> earlier) {
    // One more is what a removal has.
    return earlier.map(row -> Math.max(micros(), row.written() + 2)).orElseGet(this::micros);
  }

  private long micros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
  }

  @Override
  public CompletionStage<Map<String, Instant>> dueAt(Collection<String> taskKeys) {
    CompletionStage<Map<String, Instant>> all = CompletableFuture.completedStage(new HashMap<>());
    for (var taskKey : taskKeys) {
      all =
          all.thenCombine(
              find(taskKey),
              (due, found) -> {
                found.flatMap(Found::dueAt).ifPresent(at -> due.put(taskKey, at));
                return due;
              });
    }
    return all;
  }

  @Override
  public CompletionStage<List<WakeUp>> due(
      int slice, Optional<WakeUp> after, Instant until, int limit) {
    var from = after.map(WakeUp::dueAt).orElse(Instant.MIN);
    return minutes
        .between(slice, from, until)
        .thenCompose(wanted ->
            read(
                slice,
                wanted,
                after.orElse(new WakeUp("", Instant.MIN)),
                until,
                limit,
                new ArrayList<>()));
  }

  private CompletionStage<List<WakeUp>> read(
      int slice, List<Minute> wanted, WakeUp after, Instant until, int limit, List<WakeUp> rows) {
    if (wanted.isEmpty() || rows.size() >= limit) {
      return CompletableFuture.completedStage(rows);
    }
    var minute = wanted.getFirst();
    return ofMinute(slice, minute, after, until, limit - rows.size())
        .thenCompose(found -> {
          rows.addAll(found);
          if (found.isEmpty() && minute.isBehind(after.dueAt())) {
            minutes.isEmpty(slice, minute);
          }
          return read(slice, wanted.subList(1, wanted.size()), after, until, limit, rows);
        });
  }

  private CompletionStage<List<WakeUp>> ofMinute(
      int slice, Minute minute, WakeUp after, Instant until, int limit) {
    var from = after.dueAt();
    return cql.rows(
        limit,
        row -> new WakeUp(String.valueOf(row.getString("task")), dueAt(row)),
        OF_MINUTE,
        slice,
        minute.number(),
        from.getEpochSecond(),
        from.getNano(),
        after.taskKey(),
        until.getEpochSecond(),
        until.getNano(),
        limit);
  }

  private static Instant dueAt(Row row) {
    return Instant.ofEpochSecond(row.getLong("due_second"), row.getInt("due_nano"));
  }

  private static CompletionStage<Void> nothing() {
    return CompletableFuture.runAsync(() -> {}, Runnable::run);
  }
}
