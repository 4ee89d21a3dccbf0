package dev.troupe.http.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.cluster.NodeConfiguration;
import dev.troupe.http.Engine;
import dev.troupe.persistence.StoredEvent;
import dev.troupe.supervisor.Submission;
import dev.troupe.supervisor.SubmitReply;
import dev.troupe.supervisor.TaskStatus;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.stream.javadsl.Sink;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a task of workflow {@code bench} costs in things that a machine's speed has no part in:
 * three agents one behind the other, each with one call of a model that answers 2 KB. Bounds are a
 * tenth above what was counted, allocation a third; who makes a task dearer raises them knowingly.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TaskCostTest {
  private static final int STEPS = 3;
  private static final int ANSWER_BYTES = 1_800;
  private static final int WARM_UP = 300;
  private static final int TASKS = 200;

  private StubModel model;
  private Engine engine;

  @BeforeAll
  void start(@TempDir Path data) throws IOException {
    model = new StubModel(Duration.ZERO);
    engine = Engine.start(NodeConfiguration.load(settings(data), null));
    run(WARM_UP);
  }

  private Config settings(Path data) {
    var settings = new HashMap<String, Object>(BenchRoles.at(model.url()));
    settings.put("troupe.store.directory", data.toString());
    var mailbox = CountingMailbox.class.getName();
    settings.put("pekko.actor.default-mailbox.mailbox-type", mailbox);
    settings.put("pekko.actor.typed.default-mailbox.mailbox-type", mailbox);
    return ConfigFactory.parseMap(settings);
  }

  @AfterAll
  void stop() {
    engine.close();
    model.close();
  }

  @Test
  void one_write_accepts_it_and_two_record_a_step() {
    for (var id : run(3)) {
      assertThat(journals(id).stream().map(StoredEvent::writeId).distinct()).hasSize(1 + 2 * STEPS);
    }
  }

  @Test
  void its_events_are_few_and_small() {
    var events = journals(run(1).getFirst());
    var bytes = events.stream().mapToLong(this::bytes).sum();

    assertThat(events).hasSize(23);
    assertThat(bytes).isBetween(3L * ANSWER_BYTES, 21_000L);
  }

  @Test
  void entities_shards_and_journal_are_told_little() {
    var before = CountingMailbox.told();
    run(TASKS);
    var each = (CountingMailbox.told() - before) / (double) TASKS;

    assertThat(each / STEPS).isBetween(10.0, 32.0);
  }

  /** As JMH's gc profiler counts it: all bytes that threads have allocated. */
  @Test
  void it_allocates_little() {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    var before = threads.getTotalThreadAllocatedBytes();
    run(TASKS);
    var each = (threads.getTotalThreadAllocatedBytes() - before) / TASKS;

    assertThat(each).isBetween(100_000L, 1_100_000L);
  }

  /** One behind the other. */
  private List<String> run(int tasks) {
    return IntStream.range(0, tasks).mapToObj(_ -> ended()).toList();
  }

  private String ended() {
    var submission =
        new Submission(
            "default",
            null,
            "durable agents",
            null,
            "bench",
            null,
            List.of(),
            Map.of(),
            Submission.Limits.DEFAULT,
            null,
            "");
    var id = ((SubmitReply.Accepted) get(engine.tasks().submit(submission))).id();
    var task = get(engine.tasks().await("default", id, Duration.ofMinutes(1))).orElseThrow();
    assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
    return id;
  }

  /** The task's own and those of its agents. */
  private List<StoredEvent> journals(String id) {
    return get(engine.tasks().export("default", id).runWith(Sink.seq(), engine.system()));
  }

  private long bytes(StoredEvent stored) {
    Serialization serialization = SerializationExtension.get(engine.system());
    return serialization.serialize(stored.event()).get().length;
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(2, TimeUnit.MINUTES).join();
  }
}
