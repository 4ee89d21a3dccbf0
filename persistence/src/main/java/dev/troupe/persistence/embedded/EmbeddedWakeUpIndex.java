package dev.troupe.persistence.embedded;

import dev.troupe.persistence.WakeUpIndex;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** Each task's due time twice: by task, to find and replace it, and by time, to sweep it. */
final class EmbeddedWakeUpIndex implements WakeUpIndex {
  private static final int BYTES_BESIDE_KEYS = 40;
  private static final byte[] NOTHING = new byte[0];

  private final Readers readers;
  private final GroupCommit writer;

  EmbeddedWakeUpIndex(Readers readers, GroupCommit writer) {
    this.readers = readers;
    this.writer = writer;
  }

  @Override
  public CompletionStage<Void> schedule(String taskKey, Instant dueAt) {
    return writer.submit(bytes(taskKey), batch -> replace(batch, taskKey, dueAt));
  }

  @Override
  public CompletionStage<Void> remove(String taskKey) {
    return writer.submit(bytes(taskKey), batch -> replace(batch, taskKey, null));
  }

  @Override
  public CompletionStage<Void> remove(String taskKey, Instant dueAt) {
    return writer.submit(
        bytes(taskKey),
        batch -> {
          if (dueAt.equals(batch.dueAt(taskKey))) {
            replace(batch, taskKey, null);
          }
        });
  }

  @Override
  public CompletionStage<Map<String, Instant>> dueAt(Collection<String> taskKeys) {
    return readers.read(database -> {
      var due = new HashMap<String, Instant>();
      for (var taskKey : taskKeys) {
        var stored = database.get(Column.WAKE_UPS, Keys.wakeUpOf(taskKey));
        if (stored != null) {
          due.put(taskKey, Keys.instant(stored, 0));
        }
      }
      return due;
    });
  }

  private static long bytes(String taskKey) {
    return 2L * taskKey.length() + BYTES_BESIDE_KEYS;
  }

  private static void replace(Batch batch, String taskKey, @Nullable Instant dueAt)
      throws RocksDBException {
    var slice = WakeUpIndex.slice(taskKey);
    var earlier = batch.dueAt(taskKey);
    if (earlier != null) {
      batch.delete(Column.WAKE_UPS, Keys.wakeUpDue(slice, earlier, taskKey));
    }
    if (dueAt == null) {
      batch.delete(Column.WAKE_UPS, Keys.wakeUpOf(taskKey));
    } else {
      batch.put(Column.WAKE_UPS, Keys.wakeUpOf(taskKey), Keys.instant(dueAt));
      batch.put(Column.WAKE_UPS, Keys.wakeUpDue(slice, dueAt, taskKey), NOTHING);
    }
    batch.setDueAt(taskKey, dueAt);
  }

  @Override
  public CompletionStage<List<WakeUp>> due(
      int slice, Optional<WakeUp> after, Instant until, int limit) {
    var ofSlice = Keys.wakeUpsOfSlice(slice);
    var start =
        after
            .map(row -> Keys.wakeUpDue(slice, row.dueAt(), row.taskKey()))
            .map(key -> Keys.append(key, new byte[1]))
            .orElse(ofSlice);
    var end = Keys.behind(Keys.append(ofSlice, Keys.instant(until)));
    return readers.read(database -> {
      var due = new ArrayList<WakeUp>();
      if (limit > 0) {
        database.ascend(
            Column.WAKE_UPS,
            start,
            end,
            (key, _) -> {
              due.add(new WakeUp(Keys.taskKey(key), Keys.dueAt(key)));
              return due.size() < limit;
            });
      }
      return due;
    });
  }
}
