package dev.troupe.supervisor.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.persistence.Contested;
import dev.troupe.persistence.Offsets;
import dev.troupe.persistence.Store;
import dev.troupe.persistence.StoredEvent;
import dev.troupe.persistence.Table;
import dev.troupe.persistence.TablePartition;
import dev.troupe.persistence.WakeUpIndex;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnendedTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  private final Rows rows = new Rows();
  private final Unended unended = new Unended(rows);
  private final List<String> visited = new ArrayList<>();

  /** Has three full pages in each slice, and counts how many of them are asked for. */
  private static final class Rows implements Store, WakeUpIndex {
    private int asked;

    @Override
    public CompletionStage<List<WakeUp>> due(
        int slice, Optional<WakeUp> after, Instant until, int limit) {
      asked++;
      int page = after.map(row -> Integer.parseInt(row.taskKey().split("-", -1)[1])).orElse(0) + 1;
      return CompletableFuture.completedStage(
          IntStream.range(0, page > 3 ? 0 : limit)
              .mapToObj(_ -> new WakeUp("%d-%d".formatted(slice, page), AT))
              .toList());
    }

    @Override
    public WakeUpIndex wakeUps() {
      return this;
    }

    @Override
    public CompletionStage<Void> ready() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Table table(String name) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isShared() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void announce(String url) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<List<TablePartition>> partitions() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Offsets offsets() {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<List<StoredEvent>> events(String id, long after, int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<List<Contested>> contested(String persistenceId) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<List<String>> persistenceIds(String prefix, String after, int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Boolean> forget(String persistenceId, Instant before) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Void> schedule(String taskKey, Instant dueAt) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Void> remove(String taskKey) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Void> remove(String taskKey, Instant dueAt) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Map<String, Instant>> dueAt(Collection<String> taskKeys) {
      throw new UnsupportedOperationException();
    }
  }

  private CompletionStage<Void> visit(List<WakeUpIndex.WakeUp> page) {
    visited.add(page.isEmpty() ? "-" : page.getFirst().taskKey());
    return CompletableFuture.completedStage(null);
  }

  @Test
  void every_page_of_every_slice_is_visited() {
    unended.eachPage(AT, this::visit).toCompletableFuture().join();

    assertThat(visited).hasSize(16 * 4).startsWith("0-1", "0-2", "0-3", "-", "1-1");
  }

  @Test
  void no_page_is_asked_for_once_enough_was_found() {
    unended.eachPageUntil(() -> visited.size() == 2, AT, this::visit).toCompletableFuture().join();

    assertThat(visited).containsExactly("0-1", "0-2");
    assertThat(rows.asked).isEqualTo(2);
  }
}
