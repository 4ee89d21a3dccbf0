package dev.troupe.supervisor.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.Usage;
import dev.troupe.persistence.WakeUpIndex;
import dev.troupe.supervisor.TaskStatus;
import dev.troupe.supervisor.TaskSummary;
import dev.troupe.supervisor.TaskView;
import dev.troupe.supervisor.task.TaskId;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A page of tasks of which every row in the wake-up index is in the future. */
class LiveStatusTest {
  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
  private static final int TASKS = 40;

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final List<CompletableFuture<Optional<TaskView>>> asked = new ArrayList<>();
  private final CompletionStage<List<TaskSummary>> page = live().of("default", listed());

  private LiveStatus live() {
    var rows =
        (WakeUpIndex)
            Proxy.newProxyInstance(
                WakeUpIndex.class.getClassLoader(),
                new Class<?>[] {WakeUpIndex.class},
                (_, _, arguments) -> CompletableFuture.completedStage(far(arguments[0])));
    return new LiveStatus(rows, now::get, this::ask, Duration.ofSeconds(5));
  }

  private static Map<?, Instant> far(Object keys) {
    return ((Collection<?>) keys)
        .stream().collect(Collectors.toMap(key -> key, _ -> START.plusSeconds(600)));
  }

  private CompletionStage<Optional<TaskView>> ask(TaskId id) {
    var answer = new CompletableFuture<Optional<TaskView>>();
    asked.add(answer);
    return answer;
  }

  private static List<TaskSummary> listed() {
    return IntStream.range(0, TASKS)
        .mapToObj(number ->
            new TaskSummary(
                "task-" + number,
                "goal",
                TaskStatus.RUNNING,
                null,
                "report",
                Map.of(),
                START,
                null))
        .toList();
  }

  private static Optional<TaskView> waiting() {
    return Optional.of(
        new TaskView(
            "id",
            "goal",
            TaskStatus.WAITING,
            null,
            "report",
            "hash",
            Map.of(),
            START,
            null,
            null,
            Usage.NONE,
            null,
            "",
            1,
            1));
  }

  private long shownAsWaiting() {
    return page.toCompletableFuture().join().stream()
        .filter(task -> task.status() == TaskStatus.WAITING)
        .count();
  }

  @Test
  void a_few_are_asked_at_a_time() {
    assertThat(asked).hasSize(LiveStatus.ASKED_AT_ONCE);
    for (var index = 0; index < TASKS; index++) {
      asked.get(index).complete(waiting());
    }

    assertThat(asked).hasSize(TASKS);
    assertThat(shownAsWaiting()).isEqualTo(TASKS);
    assertThat(page.toCompletableFuture().join())
        .extracting(TaskSummary::id)
        .containsExactlyElementsOf(listed().stream().map(TaskSummary::id).toList());
  }

  @Test
  void one_that_cannot_be_read_hides_no_other() {
    asked.getFirst().completeExceptionally(new IllegalStateException("broken"));
    for (var index = 1; index < TASKS; index++) {
      asked.get(index).complete(waiting());
    }

    assertThat(shownAsWaiting()).isEqualTo(TASKS - 1);
  }

  @Test
  void nobody_is_asked_when_the_patience_is_over() {
    now.set(START.plusSeconds(6));
    List.copyOf(asked).forEach(answer -> answer.complete(waiting()));

    assertThat(asked).hasSize(LiveStatus.ASKED_AT_ONCE);
    assertThat(shownAsWaiting()).isEqualTo(LiveStatus.ASKED_AT_ONCE);
  }
}
