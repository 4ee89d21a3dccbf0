package dev.troupe.supervisor.task;

import static dev.troupe.supervisor.ScriptedTeam.json;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.Usage;
import dev.troupe.cluster.NodeConfiguration;
import dev.troupe.supervisor.Outcome;
import dev.troupe.supervisor.TaskStatus;
import dev.troupe.supervisor.TaskView;
import dev.troupe.supervisor.task.SupervisorMessage.Found;
import dev.troupe.supervisor.task.SupervisorMessage.Signal;
import dev.troupe.supervisor.task.SupervisorMessage.Submitted;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.SerializationTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whatever a supervisor is told and answers may come from another node. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SupervisorMessageFormatTest {
  private static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");

  private final ActorTestKit kit =
      ActorTestKit.create(
          ConfigFactory.parseString("pekko.actor.provider = local")
              .withFallback(NodeConfiguration.load(ConfigFactory.empty(), null)));
  private final SerializationTestKit serialization = kit.serializationTestKit();

  @AfterAll
  void shutDown() {
    kit.shutdownTestKit();
  }

  private static TaskView view(boolean ended) {
    return new TaskView(
        "id",
        "g",
        ended ? TaskStatus.COMPLETED : TaskStatus.RUNNING,
        ended ? Outcome.NO_ANSWER : null,
        "report",
        "hash",
        Map.of("team", "a"),
        AT,
        ended ? AT : null,
        ended ? new TaskView.Failure("E", "c") : null,
        Usage.NONE,
        ended ? json("{'markdown':'m'}") : null,
        "offline",
        7);
  }

  @Test
  void answers_cross_the_wire_unchanged() {
    Stream.of(
            new Submitted.Durable(TaskStatus.WAITING, true),
            new Submitted.Conflicting(),
            new Submitted.Refused("full"),
            new Found(Optional.empty()),
            new Found(Optional.of(view(false))),
            new Found(Optional.of(view(true))),
            new Signal.Advanced(3),
            new Signal.Progressed(1, "writer", "writing"))
        .forEach(answer -> serialization.verifySerialization(answer, true));
  }

  @Test
  void messages_cross_the_wire_unchanged() {
    var submitted = kit.<Submitted>createTestProbe();
    var found = kit.<Found>createTestProbe();
    var follower = kit.<Signal>createTestProbe();
    var command =
        new TaskCommand.Submit(
            "report",
            "hash",
            json("{'goal':'g','input':null}"),
            List.of("docs"),
            Map.of(),
            Rehearsal.LIMITS,
            null,
            "body",
            "",
            null,
            AT,
            1);
    Stream.of(
            new SupervisorMessage.Submit(command, submitted.ref()),
            new SupervisorMessage.Get(found.ref()),
            new SupervisorMessage.AwaitEnd(found.ref()),
            new SupervisorMessage.Cancel("why", found.ref()),
            new SupervisorMessage.Follow(follower.ref()),
            new SupervisorMessage.WakeUp(AT),
            new SupervisorMessage.Stop())
        .forEach(message -> serialization.verifySerialization(message, true));
  }
}
