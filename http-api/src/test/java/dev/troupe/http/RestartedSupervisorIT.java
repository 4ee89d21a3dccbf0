package dev.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.function.Functions;
import dev.troupe.agents.tool.Tools;
import dev.troupe.cluster.NodeConfiguration;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.Submission;
import dev.troupe.supervisor.SubmitReply;
import dev.troupe.supervisor.TaskEventView;
import dev.troupe.supervisor.TaskStatus;
import dev.troupe.supervisor.TaskView;
import dev.troupe.supervisor.Tasks;
import dev.troupe.supervisor.task.Supervisor;
import dev.troupe.supervisor.task.SupervisorMessage;
import dev.troupe.supervisor.workflow.DefinitionText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.pattern.AskTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The entity alone stops and comes back while its step's function is at work. */
class RestartedSupervisorIT {
  private static final String TENANT = "default";
  private static final String MACHINE =
      """
      {"StartAt": "Hold", "States": {"Hold": {"Type": "Task", "Resource": "java:hold", "End": true}}}\
      """;

  @TempDir private Path folder;

  private final AtomicInteger runs = new AtomicInteger();
  private final CountDownLatch began = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  private int hold(JsonNode input) throws InterruptedException {
    assertThat(input.path("goal").asText()).isEqualTo("x");
    began.countDown();
    released.await();
    return runs.incrementAndGet();
  }

  private Config config() {
    return NodeConfiguration.load(
        ConfigFactory.parseMap(
            Map.of("troupe.store.directory", folder.toString(), "troupe.tasks.ask-timeout", "1s")),
        null);
  }

  private static <T> T result(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(40, TimeUnit.SECONDS).join();
  }

  /** What is asked while an entity stops may be lost; the next life answers. */
  private static TaskView answered(Tasks tasks, String id) {
    for (var question = 0; question < 20; question++) {
      try {
        return result(tasks.get(TENANT, id)).orElseThrow();
      } catch (CompletionException lost) {
        assertThat(lost).hasCauseInstanceOf(AskTimeoutException.class);
      }
    }
    throw new AssertionError("the supervisor did not come back");
  }

  @Test
  void a_function_at_work_is_not_begun_again_and_its_result_reaches_the_new_life()
      throws InterruptedException {
    var functions = Functions.NONE.with("hold", JsonNode.class, this::hold);
    try (var engine = Engine.start(config(), functions, Tools.NONE)) {
      var tasks = engine.tasks();
      result(tasks.workflows().put(TENANT, "hold", DefinitionText.json(MACHINE)));
      var accepted = (SubmitReply.Accepted) result(tasks.submit(Submission.to("hold", "x", null)));
      assertThat(began.await(30, TimeUnit.SECONDS)).isTrue();

      ClusterSharding.get(engine.system())
          .entityRefFor(Supervisor.KEY, TENANT + "/" + accepted.id())
          .tell(new SupervisorMessage.Stop());
      assertThat(answered(tasks, accepted.id()).status()).isEqualTo(TaskStatus.RUNNING);
      released.countDown();

      var ended = result(tasks.await(TENANT, accepted.id(), Duration.ofSeconds(30))).orElseThrow();
      assertThat(ended.output()).isEqualTo(Json.parse("1"));
      assertThat(runs).hasValue(1);
      assertThat(result(tasks.events(TENANT, accepted.id(), 0, 100)).orElseThrow())
          .extracting(TaskEventView::type)
          .containsOnlyOnce("step-assigned", "step-returned");
    }
  }
}
