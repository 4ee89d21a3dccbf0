package dev.troupe.supervisor.view;

import static dev.troupe.supervisor.TestNode.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.troupe.supervisor.ScriptedAgents;
import dev.troupe.supervisor.ScriptedTeam;
import dev.troupe.supervisor.SubmitReply;
import dev.troupe.supervisor.TaskSettings;
import dev.troupe.supervisor.TestNode;
import dev.troupe.supervisor.WorkflowSettings;
import dev.troupe.supervisor.task.Hosting;
import dev.troupe.supervisor.task.SupervisorMessage;
import dev.troupe.supervisor.task.TaskId;
import dev.troupe.supervisor.task.WorkflowNames;
import dev.troupe.supervisor.task.Workflows;
import java.nio.file.Path;
import java.time.InstantSource;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.cluster.sharding.typed.testkit.javadsl.TestEntityRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubmissionsTest {
  private static final EntityTypeKey<SupervisorMessage> KEY =
      EntityTypeKey.create(SupervisorMessage.class, TaskId.ENTITY_TYPE);

  @Test
  void a_client_whose_submission_was_dropped_is_told_what_to_do(@TempDir Path folder) {
    var agents = ScriptedTeam.approving();
    try (var node = new TestNode(folder, agents)) {
      var silent = TestProbe.<SupervisorMessage>create(node.system());
      var hosting = hosting(node, agents);
      var submissions =
          new Submissions(
              hosting,
              new WorkflowRegistry(
                  ProvidedWorkflows.builtIn(WorkflowSettings.from(ConfigFactory.load())),
                  _ -> agents::role),
              id -> TestEntityRef.of(KEY, id.key(), silent.ref()));

      var reply = get(submissions.submit(TestNode.submission("How?")));

      silent.expectMessageClass(SupervisorMessage.Submit.class);
      assertThat(reply)
          .isEqualTo(
              new SubmitReply.Unknown(
                  "Nobody said in time whether the task was stored; submit it again, with the same"
                      + " Idempotency-Key."));
    }
  }

  private static Hosting hosting(TestNode node, ScriptedAgents agents) {
    var settings =
        ConfigFactory.parseString("troupe.tasks.ask-timeout = 100 ms")
            .withFallback(node.system().settings().config());
    return new Hosting(
        TaskSettings.from(settings),
        agents,
        node.store.wakeUps(),
        new Workflows(node.store.table(Workflows.TABLE)),
        new WorkflowNames(),
        InstantSource.system(),
        () -> 1L);
  }
}
