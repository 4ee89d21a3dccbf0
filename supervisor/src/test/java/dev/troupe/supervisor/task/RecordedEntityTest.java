package dev.troupe.supervisor.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.AgentReply;
import dev.troupe.cluster.NodeConfiguration;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.ScriptedAgents;
import dev.troupe.supervisor.TaskSettings;
import dev.troupe.supervisor.recorded.RecordedRun;
import dev.troupe.supervisor.recorded.Recordings;
import dev.troupe.supervisor.task.SupervisorMessage.AgentReplied;
import dev.troupe.supervisor.task.SupervisorMessage.Alarm;
import dev.troupe.supervisor.task.SupervisorMessage.CallBack;
import dev.troupe.supervisor.task.SupervisorMessage.GoOn;
import dev.troupe.supervisor.task.SupervisorMessage.Submit;
import dev.troupe.supervisor.task.SupervisorMessage.Submitted;
import dev.troupe.supervisor.task.TaskCommand.AcceptCallback;
import dev.troupe.supervisor.task.TaskCommand.AcceptFailure;
import dev.troupe.supervisor.task.TaskCommand.AcceptReturn;
import dev.troupe.supervisor.workflow.Reading;
import dev.troupe.supervisor.workflow.WorkflowReader;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Recorded executions with the real entity, which is stopped and recovered behind every write. Its
 * resources are ARNs: one line of configuration binds them all to a role.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordedEntityTest {
  private static final String MODEL = "offline";

  /** As a recorded run calls its task, so that tokens come out the same. */
  private static final TaskId ID = new TaskId("recorded", "case");

  private static final String SETTINGS =
      """
      troupe.tasks.grace = 0 s
      troupe.resources = [{match = "*", bind = "agent:recorded"}]
      """;

  private static final EventSourcedBehaviorTestKit.SerializationSettings EVENTS_ARE_STORED =
      EventSourcedBehaviorTestKit.enabledSerializationSettings()
          .withVerifyState(false)
          .withVerifyCommands(false);

  private final ActorTestKit kit =
      ActorTestKit.create(
          ManualTime.config()
              .withFallback(EventSourcedBehaviorTestKit.config())
              .withFallback(ConfigFactory.parseString("pekko.actor.provider = local"))
              .withFallback(NodeConfiguration.load(ConfigFactory.empty(), null)));
  private final TestProbe<ClusterSharding.ShardCommand> shard = kit.createTestProbe();
  private final Workflows workflows = new Workflows(new NoTable());
  private final ScriptedAgents agents =
      new ScriptedAgents().with("recorded", _ -> Optional.empty());
  private volatile TaskCommand command = new TaskCommand.Continue(Instant.EPOCH, 0);
  private final EventSourcedBehaviorTestKit<SupervisorMessage, TaskEvent, Task> entity =
      EventSourcedBehaviorTestKit.create(
          kit.system(), Supervisor.create(ID, hosting(), shard.ref()), EVENTS_ARE_STORED);

  @AfterAll
  void shutDown() {
    kit.shutdownTestKit();
  }

  /** Time and chance are those of the command that is being told. */
  private Hosting hosting() {
    agents.silent = true;
    return new Hosting(
        TaskSettings.from(
            ConfigFactory.parseString(SETTINGS).withFallback(kit.system().settings().config())),
        agents,
        new NoWakeUps(),
        workflows,
        new WorkflowNames(),
        () -> command.now(),
        () -> command.seed());
  }

  @Test
  void fifty_recorded_cases_come_out_the_same_with_a_restart_behind_every_write()
      throws IOException {
    Map<String, String> failures = new LinkedHashMap<>();
    List<String> found = new ArrayList<>();
    for (var recorded : Recordings.executions()) {
      if (FiftyCases.NAMES.contains(recorded.name())) {
        found.add(recorded.name());
        try {
          switch (WorkflowReader.read(recorded.json().path("definition"))) {
            case Reading.Sound(var workflow) -> {
              workflows.store(workflow);
              check(new RecordedRun(recorded).execute(workflow));
            }
            case Reading.Faulty(var faults) -> throw new AssertionError(faults);
          }
        } catch (AssertionError | RuntimeException failure) {
          failures.put(recorded.name(), failure.toString());
        }
      }
    }
    assertThat(found).hasSize(50).containsExactlyInAnyOrderElementsOf(FiftyCases.NAMES);
    assertThat(failures).isEmpty();
  }

  private void check(VirtualExecution execution) {
    entity.clear();
    for (var at = 0; at < execution.commands().size(); at++) {
      command = execution.commands().get(at);
      var written = tell(command);
      assertThat(comparable(written)).isEqualTo(comparable(execution.writes().get(at)));
      var before = entity.getState();
      assertThat(entity.restart().state()).isEqualTo(before);
    }
    assertThat(end(entity.getState())).isEqualTo(end(execution.task()));
  }

  private List<TaskEvent> tell(TaskCommand told) {
    return switch (told) {
      case TaskCommand.Submit submit ->
          entity.<Submitted>runCommand(replyTo -> new Submit(submit, replyTo)).events();
      case AcceptReturn(
              var number,
              var attempt,
              var output,
              var sequence,
              var usage,
              _,
              _,
              _,
              _,
              _) ->
          heard(new AgentReply.Returned(number, attempt, output, sequence, usage, MODEL));
      case AcceptFailure(var number, var attempt, var error, var cause, var usage, _, _, _, _) ->
          heard(new AgentReply.Failed(number, attempt, error, cause, usage, MODEL));
      case AcceptCallback(var token, var callback, _, _) ->
          entity
              .<SupervisorMessage.CalledBack>runCommand(
                  replyTo -> new CallBack(token, callback, replyTo))
              .events();
      case TaskCommand.FireTimers _ -> entity.runCommand(new Alarm()).events();
      case TaskCommand.Continue _ -> entity.runCommand(new GoOn()).events();
      case TaskCommand.Cancel _,
          TaskCommand.AcceptChild _,
          TaskCommand.AcceptAsks _,
          TaskCommand.GiveMessage _,
          TaskCommand.Redrive _,
          TaskCommand.Copy _,
          TaskCommand.GoLive _,
          TaskCommand.Decide _ ->
          throw new AssertionError("No recorded case has a " + told);
    };
  }

  private List<TaskEvent> heard(AgentReply reply) {
    return entity.runCommand(new AgentReplied(reply)).events();
  }

  /** Without the hash and the model of who did the work: the recorded run has none. */
  private static List<JsonNode> comparable(List<TaskEvent> events) {
    List<JsonNode> comparable = new ArrayList<>();
    for (var event : events) {
      ObjectNode json = (ObjectNode) Json.parse(Json.write(event));
      comparable.add(json.without(List.of("roleHash", "model")));
    }
    return comparable;
  }

  private static Ended.End end(Task task) {
    if (task instanceof Ended ended) {
      return ended.end();
    }
    throw new AssertionError("Not at its end: " + task);
  }
}
