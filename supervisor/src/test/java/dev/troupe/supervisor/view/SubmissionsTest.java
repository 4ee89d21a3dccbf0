package dev.troupe.supervisor.view;

import static dev.troupe.supervisor.TestNode.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.troupe.persistence.WakeUpIndex;
import dev.troupe.supervisor.ScriptedAgents;
import dev.troupe.supervisor.ScriptedTeam;
import dev.troupe.supervisor.SubmitReply;
import dev.troupe.supervisor.TaskSettings;
import dev.troupe.supervisor.TestNode;
import dev.troupe.supervisor.WorkflowSettings;
import dev.troupe.supervisor.task.Hosting;
import dev.troupe.supervisor.task.NoWakeUps;
import dev.troupe.supervisor.task.SupervisorMessage;
import dev.troupe.supervisor.task.TaskId;
import dev.troupe.supervisor.task.WorkflowNames;
import dev.troupe.supervisor.task.Workflows;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.cluster.sharding.typed.testkit.javadsl.TestEntityRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubmissionsTest {
  private static final EntityTypeKey<SupervisorMessage> KEY =
      EntityTypeKey.create(SupervisorMessage.class, TaskId.ENTITY_TYPE);

  /** One that is under way to the journal is too much. */
  private static final String FULL = "troupe.tasks.admission.latency-at-most = 1 ns";

  @TempDir Path folder;

  private static Submissions submissions(
      TestNode node, ScriptedAgents agents, TestProbe<SupervisorMessage> home, String settings) {
    var hosting = hosting(node, agents, node.store.wakeUps(), settings);
    var _ = hosting.admission().storing();
    return submissions(hosting, agents, home);
  }

  private static Submissions submissions(
      Hosting hosting, ScriptedAgents agents, TestProbe<SupervisorMessage> home) {
    return new Submissions(
        hosting,
        new WorkflowRegistry(
            ProvidedWorkflows.builtIn(WorkflowSettings.from(ConfigFactory.load())),
            _ -> agents::role),
        id -> TestEntityRef.of(KEY, id.key(), home.ref()));
  }

  @Test
  void a_client_whose_submission_was_dropped_is_told_what_to_do() {
    var agents = ScriptedTeam.approving();
    try (var node = new TestNode(folder, agents)) {
      var silent = TestProbe.<SupervisorMessage>create(node.system());

      var reply = get(submissions(node, agents, silent, "").submit(TestNode.submission("How?")));

      silent.expectMessageClass(SupervisorMessage.Submit.class);
      assertThat(reply)
          .isEqualTo(
              new SubmitReply.Unknown(
                  "Nobody said in time whether the task was stored; submit it again, with the same"
                      + " Idempotency-Key."));
    }
  }

  @Test
  void beyond_the_bound_who_has_no_key_is_refused_at_the_door() {
    var agents = ScriptedTeam.approving();
    try (var node = new TestNode(folder, agents)) {
      var home = TestProbe.<SupervisorMessage>create(node.system());

      var reply = get(submissions(node, agents, home, FULL).submit(TestNode.submission("How?")));

      assertThat(reply).isInstanceOf(SubmitReply.Unavailable.class);
      home.expectNoMessage();
    }
  }

  @Test
  void beyond_the_bound_nobody_says_of_a_key_that_it_is_not_there_who_does_not_know() {
    var agents = ScriptedTeam.approving();
    try (var node = new TestNode(folder, agents)) {
      var home = TestProbe.<SupervisorMessage>create(node.system());
      var submissions = submissions(node, agents, home, FULL);

      var silent = get(submissions.submit(TestNode.submission("How?", null, "k")));
      home.expectMessageClass(SupervisorMessage.Get.class);
      var absent = submissions.submit(TestNode.submission("How?", null, "k"));
      home.expectMessageClass(SupervisorMessage.Get.class)
          .replyTo()
          .tell(new SupervisorMessage.Found(Optional.empty()));

      assertThat(silent).isInstanceOf(SubmitReply.Unknown.class);
      assertThat(get(absent)).isInstanceOf(SubmitReply.Unavailable.class);
    }
  }

  @Test
  void a_store_that_is_slow_is_noticed_by_the_first_write_of_a_submission() {
    var agents = ScriptedTeam.approving();
    try (var node = new TestNode(folder, agents)) {
      var home = TestProbe.<SupervisorMessage>create(node.system());
      var silent = new Silent();
      var submissions = submissions(hosting(node, agents, silent, FULL), agents, home);

      var stuck = submissions.submit(TestNode.submission("How?"));
      get(silent.asked);
      var next = get(submissions.submit(TestNode.submission("How?")));

      assertThat(stuck.toCompletableFuture()).isNotDone();
      assertThat(next).isInstanceOf(SubmitReply.Unavailable.class);
    }
  }

  private static final class Silent extends NoWakeUps {
    private final CompletableFuture<Done> asked = new CompletableFuture<>();

    @Override
    public CompletionStage<Void> schedule(String taskKey, Instant dueAt) {
      asked.complete(Done.getInstance());
      return new CompletableFuture<>();
    }
  }

  private static Hosting hosting(
      TestNode node, ScriptedAgents agents, WakeUpIndex wakeUps, String more) {
    var settings =
        ConfigFactory.parseString("troupe.tasks.ask-timeout = 100 ms\n" + more)
            .withFallback(node.system().settings().config());
    return new Hosting(
        TaskSettings.from(settings),
        agents,
        wakeUps,
        new Workflows(node.store.table(Workflows.TABLE)),
        new WorkflowNames(),
        InstantSource.system(),
        () -> 1L);
  }
}
