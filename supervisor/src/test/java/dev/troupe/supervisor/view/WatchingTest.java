package dev.troupe.supervisor.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.Writing;
import dev.troupe.supervisor.Tasks.Update;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Sink;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WatchingTest {
  private static final Writing.Call CALL = new Writing.Call(1, 1, "writer", 1);

  private final ActorTestKit kit = ActorTestKit.create();
  private final Materializer materializer = Materializer.createMaterializer(kit.system());

  @AfterAll
  void shutDown() {
    kit.shutdownTestKit();
  }

  private static Writing delta(long at) {
    return new Writing.Delta(CALL, Writing.Kind.TEXT, at, "w");
  }

  private static void write(Watching watching, int pieces) {
    var watcher = Objects.requireNonNull(watching.watcher());
    IntStream.range(0, pieces).forEach(at -> watcher.tell(delta(at)));
  }

  @Test
  void who_keeps_up_is_shown_everything_in_order() throws Exception {
    var watching = Watching.begin(materializer);
    write(watching, Watching.WAITING_AT_MOST);

    var updates =
        watching
            .updates()
            .take(Watching.WAITING_AT_MOST)
            .runWith(Sink.seq(), materializer)
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);

    assertThat(updates)
        .containsExactlyElementsOf(
            IntStream.range(0, Watching.WAITING_AT_MOST)
                .mapToObj(at -> (Update) new Update.Wrote(delta(at)))
                .toList());
  }

  @Test
  void who_is_too_far_behind_is_told_why_and_gets_no_more() throws Exception {
    var watching = Watching.begin(materializer);
    write(watching, 2 * Watching.WAITING_AT_MOST);

    var updates =
        watching
            .updates()
            .runWith(Sink.seq(), materializer)
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);

    assertThat(updates.getLast())
        .isInstanceOfSatisfying(
            Update.Notice.class,
            notice -> {
              assertThat(notice.about()).isEqualTo("deltas");
              assertThat(notice.text()).contains("too slowly").contains("connect again");
            });
    assertThat(updates).hasSizeLessThan(Watching.WAITING_AT_MOST);
    assertThat(watching.watcher()).isNull();
  }
}
