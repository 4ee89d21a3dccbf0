package dev.troupe.supervisor.task;

import static dev.troupe.supervisor.ScriptedTeam.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.Usage;
import dev.troupe.agents.Writing;
import dev.troupe.cluster.NodeConfiguration;
import dev.troupe.supervisor.ApprovalDecision;
import dev.troupe.supervisor.ApprovalDecision.Choice;
import dev.troupe.supervisor.ApprovalReply;
import dev.troupe.supervisor.ApprovalStatus;
import dev.troupe.supervisor.ApprovalView;
import dev.troupe.supervisor.Outcome;
import dev.troupe.supervisor.SubmitReply;
import dev.troupe.supervisor.TaskStatus;
import dev.troupe.supervisor.TaskView;
import dev.troupe.supervisor.task.SupervisorMessage.Found;
import dev.troupe.supervisor.task.SupervisorMessage.FoundApproval;
import dev.troupe.supervisor.task.SupervisorMessage.FoundGathered;
import dev.troupe.supervisor.task.SupervisorMessage.Signal;
import dev.troupe.supervisor.task.SupervisorMessage.Submitted;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.SerializationTestKit;
import org.apache.pekko.serialization.SerializationExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whatever a supervisor is told and answers may come from another node. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SupervisorMessageFormatTest {
  /** What Artery sends beside a message: addresses, the manifest, a trace. */
  private static final int ENVELOPE_BYTES = 4096;

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
        7,
        1);
  }

  private static ApprovalView approval() {
    return new ApprovalView(
        "t.1.1",
        "t",
        "Ask",
        "Pay?",
        json("{'to':'Ada'}"),
        null,
        List.of("cfo"),
        2,
        1,
        ApprovalStatus.OPEN,
        AT,
        AT,
        null,
        List.of(new ApprovalView.Vote(Choice.APPROVE, "local", "Ada", json("1"), null, AT)),
        3,
        List.of(new ApprovalView.Late(Choice.REJECT, "local", null, null, "no", "late", AT)));
  }

  @Test
  void answers_cross_the_wire_unchanged() {
    Stream.of(
            new Submitted.Durable(TaskStatus.WAITING, true),
            new Submitted.Conflicting(),
            SupervisorMessage.Removed.RETIRED,
            new Submitted.Refused("full"),
            new Submitted.Unknown("late"),
            new Found(Optional.empty()),
            new Found(Optional.of(view(false))),
            new Found(Optional.of(view(true))),
            new FoundApproval(Optional.empty()),
            new FoundApproval(Optional.of(approval())),
            new ApprovalReply.Taken(approval()),
            new ApprovalReply.NotTaken(approval(), "late"),
            new ApprovalReply.Invalid(List.of(new SubmitReply.Fault("/edits", "no"))),
            new ApprovalReply.Unknown(),
            new Signal.Advanced(3),
            new Signal.Progressed(1, "writer", "writing"))
        .forEach(answer -> serialization.verifySerialization(answer, true));
  }

  /** From another node's supervisor it would never arrive, and its client would wait in vain. */
  @Test
  void all_that_a_task_may_have_gathered_fits_into_a_frame() {
    var gathered = Gathered.NOTHING;
    for (int number = 1; number <= Gathered.ASSIGNMENTS_AT_MOST; number++) {
      gathered =
          gathered
              .with(LargeFindings.shared(number))
              .with(gathered.claims().with(longestClaim(number), Set::of));
    }
    assertThat(gathered.claims().all()).hasSize(Claims.AT_MOST);
    var longestKey = "t".repeat(32) + "/" + UUID.randomUUID();

    var found = new FoundGathered(Optional.of(gathered.entries(longestKey)));

    var frame =
        kit.system()
            .settings()
            .config()
            .getBytes("pekko.remote.artery.advanced.maximum-frame-size");
    var bytes = SerializationExtension.get(kit.system()).serialize(found).get();
    assertThat((long) bytes.length).isLessThan(frame - ENVELOPE_BYTES);
    serialization.verifySerialization(found, true);
  }

  private static Claims.Claim longestClaim(int number) {
    return new Claims.Claim(
        "\uD83D\uDE00".repeat(297) + number, "r".repeat(32) + "/1", number, number, null, AT);
  }

  @Test
  void messages_cross_the_wire_unchanged() {
    var submitted = kit.<Submitted>createTestProbe();
    var found = kit.<Found>createTestProbe();
    var follower = kit.<Signal>createTestProbe();
    var watcher = kit.<Writing>createTestProbe();
    var approval = kit.<FoundApproval>createTestProbe();
    var decided = kit.<ApprovalReply>createTestProbe();
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
            new SupervisorMessage.Retire(
                AT, 7, kit.<SupervisorMessage.Removed>createTestProbe().ref()),
            new SupervisorMessage.Forget(kit.<SupervisorMessage.Removed>createTestProbe().ref()),
            new SupervisorMessage.AwaitEnd(found.ref()),
            new SupervisorMessage.Cancel("why", found.ref()),
            new SupervisorMessage.GetApproval("t.1.1", approval.ref()),
            new SupervisorMessage.Decide(
                "t.1.1",
                new ApprovalDecision(Choice.APPROVE, "local", null, json("{'a':1}"), "so"),
                decided.ref()),
            new SupervisorMessage.Follow(follower.ref(), null),
            new SupervisorMessage.Follow(follower.ref(), watcher.ref()),
            new SupervisorMessage.WakeUp(AT),
            new SupervisorMessage.Stop())
        .forEach(message -> serialization.verifySerialization(message, true));
  }
}
