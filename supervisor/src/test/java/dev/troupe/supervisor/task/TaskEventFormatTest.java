package dev.troupe.supervisor.task;

import static dev.troupe.supervisor.ScriptedTeam.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.troupe.agents.Amounts;
import dev.troupe.agents.Budget;
import dev.troupe.agents.Usage;
import dev.troupe.agents.shared.Finding;
import dev.troupe.agents.shared.Shared;
import dev.troupe.agents.shared.Source;
import dev.troupe.persistence.Json;
import dev.troupe.persistence.Value;
import dev.troupe.supervisor.ApprovalDecision;
import dev.troupe.supervisor.ApprovalStatus;
import dev.troupe.supervisor.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The stored form of each event, one file per event: add files, never edit one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TaskEventFormatTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/task-events");
  private static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");
  private static final Value SMALL = Value.of(json("{'a':1}"));
  private static final Value REFERENCE = new Value.Reference(1, "input/goal");

  private final ActorTestKit kit = ActorTestKit.create();

  @AfterAll
  void shutDown() {
    kit.shutdownTestKit();
  }

  static Stream<TaskEvent> events() {
    return Stream.of(
        new TaskEvent.TaskSubmitted(
            "report",
            "abc",
            SMALL,
            List.of("docs"),
            Map.of("team", "a"),
            new TaskEvent.Limits(200, 3600),
            AT.plusSeconds(3600),
            "local/llama",
            "def",
            "00-1-2-01",
            null,
            null,
            AT),
        new TaskEvent.StateEntered(0, "Plan", SMALL, AT),
        new TaskEvent.StateExited(
            0, "Plan", REFERENCE, Map.of("goal", SMALL), null, Outcome.NO_ANSWER, AT),
        new TaskEvent.StepAssigned(
            1,
            2,
            3,
            "writer",
            "abc",
            "offline",
            4,
            "Write",
            REFERENCE,
            AT.plusSeconds(60),
            null,
            null,
            null,
            AT),
        new TaskEvent.StepSubmitted(1, 2, SMALL, 17, new Usage(1, 2, 3), null, AT),
        new TaskEvent.StepReturned(1, 2, SMALL, 17, new Usage(1, 2, 3), AT),
        new TaskEvent.QuestionClaimed(new Approval.Asked(3, 1, 2), "What does it cost?", AT),
        new TaskEvent.StepFailed(1, 2, "Model.Timeout", "too slow", new Usage(1, 2, 3), AT),
        new TaskEvent.RetryScheduled(1, 3, 0, AT.plusSeconds(2), null, AT),
        new TaskEvent.EvaluationFailed(0, "Write", "States.QueryEvaluationError", "none", AT),
        new ApprovalEvent.ApprovalRequested(
            "t.1.2",
            1,
            2,
            4,
            "Ask",
            "Pay?",
            REFERENCE,
            SMALL,
            List.of("cfo"),
            2,
            AT.plusSeconds(60),
            List.of(new Approval.Level(List.of("ceo"), 30)),
            AT),
        new ApprovalEvent.ApprovalEscalated("t.1.2", 1, List.of("ceo"), AT.plusSeconds(90), AT),
        new ApprovalEvent.ApprovalDecided(
            "t.1.2",
            "local",
            "Ada",
            ApprovalDecision.Choice.APPROVE,
            SMALL,
            "fine",
            ApprovalStatus.APPROVED,
            AT),
        new ApprovalEvent.ApprovalClosed("t.1.2", ApprovalStatus.EXPIRED, AT),
        new TaskEvent.EscalationTicketed(
            "t.1.2",
            new TaskEvent.Ticket(
                "Failed", "Mend?", "t", "Pay", "E", "c", 2, AT, "/v1/approvals/t.1.2"),
            AT),
        new TaskEvent.BudgetAlerted(Budget.Kind.TOKENS, 80, 81, 100, AT),
        new TaskEvent.BudgetRaised("t.1.2", "Budget.Exhausted", new Amounts(1, 2, 3, 4), AT),
        new TaskEvent.AssignmentCancelled(1, AT),
        new TaskEvent.TimerStarted(0, "Sleep", AT.plusSeconds(60), AT),
        new TaskEvent.TimerFired(0, AT),
        new TaskEvent.ParallelStarted(0, "Both", SMALL, 2, AT),
        new TaskEvent.ErrorCaught(0, "Write", "Model.Timeout", "too slow", AT),
        new TaskEvent.MapStarted(0, "Research", SMALL, 4, null, AT),
        new TaskEvent.BranchStarted(5, 0, "Research", 1, SMALL, AT),
        new TaskEvent.ChildStarted(7, 0, "Research", 1, "abc", SMALL, null, AT),
        new TaskEvent.ChildEnded(
            7, SMALL, "Model.Timeout", "too slow", new Usage(1, 2, 3), null, null, AT),
        new TaskEvent.MessageGiven("m-1", "Be brief.", "writer", List.of(1, 2), AT),
        new CallEvent.AgentCalled(
            8,
            new Approval.Asked(1, 2, 3),
            4,
            "critic",
            "abc",
            "offline",
            0,
            "Write",
            SMALL,
            AT.plusSeconds(60),
            AT),
        new CallEvent.AgentCallEnded(
            8, SMALL, "States.Timeout", "too slow", 17, new Usage(1, 2, 3), "one/model", true, AT),
        new TaskEvent.BranchCompleted(5, REFERENCE, AT),
        new TaskEvent.BranchFailed(5, "Model.Timeout", "too slow", AT),
        new TaskEvent.BranchAborted(5, AT),
        new TaskEvent.TaskForked("s", 12, "abc", SMALL, AT),
        new TaskEvent.TaskRedriven(2, AT.plusSeconds(3600), AT),
        new TaskEvent.TaskRetired(AT),
        new TaskEvent.TaskCompleted(Outcome.UNAPPROVED, SMALL, AT),
        new TaskEvent.TaskFailed("States.Timeout", "too slow", AT),
        new TaskEvent.TaskCancelled("enough", AT));
  }

  @ParameterizedTest
  @MethodSource("events")
  void is_stored_as_in_its_golden_file_and_read_from_it(TaskEvent event) throws IOException {
    var serialization = SerializationExtension.get(kit.system());
    var serializer = serialization.findSerializerFor(event);
    var bytes = serializer.toBinary(event);
    var name = Json.parse(new String(bytes, StandardCharsets.UTF_8)).path("type").asText();
    var golden = Files.readAllBytes(GOLDEN.resolve(name + ".json"));

    assertThat(Serializers.manifestFor(serializer, event)).isEmpty();
    assertThat(new String(bytes, StandardCharsets.UTF_8))
        .isEqualTo(new String(golden, StandardCharsets.UTF_8));
    assertThat(serialization.deserialize(golden, serializer.identifier(), "").get())
        .isEqualTo(event);
  }

  @Test
  void what_an_agent_has_let_others_know_is_stored_as_in_its_golden_file() throws IOException {
    var found =
        Finding.of(
            "researcher/2",
            "It costs 3 cents.",
            List.of(new Source("costs.md", "p-1", null)),
            null,
            null,
            AT);
    var shared =
        new Shared(
            List.of(found), List.of(new Shared.Retraction("6fdf819eaadc8ca7", "researcher/2", AT)));
    var returned =
        new TaskEvent.StepReturned(1, 2, SMALL, 17, new Usage(1, 2, 3), null, null, shared, AT);
    var golden = Files.readString(GOLDEN.resolve("step-returned-sharing.json"));

    assertThat(Json.write(returned)).isEqualTo(golden);
    assertThat(Json.fromTree(Json.parse(golden), TaskEvent.class)).isEqualTo(returned);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "task-submitted",
        "step-assigned",
        "step-submitted",
        "step-returned",
        "step-failed",
        "child-started",
        "child-ended",
        "agent-called",
        "agent-call-ended"
      })
  void text_from_outside_is_told_as_in_the_golden_file(String name) throws IOException {
    var golden = Files.readString(GOLDEN.resolve(name + "-untrusted.json"));
    var event = Json.fromTree(Json.parse(golden), TaskEvent.class);

    assertThat(golden).contains("\"type\":\"" + name + "\"", "\"untrusted\":true");
    assertThat(Json.write(event)).isEqualTo(golden);
  }

  @Test
  void the_end_of_a_task_that_is_a_step_says_which_models_answered_there() {
    var returned =
        new TaskEvent.StepReturned(1, 2, SMALL, 0, Usage.NONE, "one/model, other/model", null, AT);

    var written = Json.write(returned);

    assertThat(written).contains("\"engine\":\"one/model, other/model\"");
    assertThat(Json.fromTree(Json.parse(written), TaskEvent.class)).isEqualTo(returned);
  }

  @Test
  void a_task_that_is_a_step_says_how_many_steps_it_was_lent_and_took() {
    var started = new TaskEvent.ChildStarted(7, 0, "Research", 1, "abc", SMALL, 3, AT);
    var ended = new TaskEvent.ChildEnded(7, SMALL, null, null, Usage.NONE, null, 2, AT);

    assertThat(Json.write(started)).contains("\"steps\":3");
    assertThat(Json.write(ended)).contains("\"steps\":2");
    assertThat(Json.fromTree(Json.parse(Json.write(started)), TaskEvent.class)).isEqualTo(started);
    assertThat(Json.fromTree(Json.parse(Json.write(ended)), TaskEvent.class)).isEqualTo(ended);
  }

  @Test
  void an_agent_that_is_called_again_has_its_attempt() throws IOException {
    var again =
        new CallEvent.AgentCalled(
            8,
            new Approval.Asked(1, 2, 3),
            4,
            "critic",
            "abc",
            "offline",
            0,
            "Write",
            SMALL,
            AT.plusSeconds(60),
            2,
            AT);
    var golden = Files.readString(GOLDEN.resolve("agent-called-again.json"));

    assertThat(Json.write(again)).isEqualTo(golden);
    assertThat(Json.fromTree(Json.parse(golden), TaskEvent.class)).isEqualTo(again);
  }

  @Test
  void a_question_of_an_agents_model_says_which_call_it_answers() {
    var asked =
        new ApprovalEvent.ApprovalRequested(
            "t.1.2.3",
            1,
            1,
            0,
            "Ask",
            "Pay?",
            null,
            null,
            List.of(),
            1,
            AT.plusSeconds(60),
            List.of(),
            new Approval.Asked(1, 2, 3),
            AT);

    var written = Json.write(asked);

    assertThat(written).contains("\"asked\":{\"assignment\":1,\"call\":2,\"place\":3}");
    assertThat(Json.fromTree(Json.parse(written), TaskEvent.class)).isEqualTo(asked);
  }

  @Test
  void a_fork_says_where_its_history_comes_from() {
    var origin =
        new TaskEvent.Origin(
            "s", 12, "abc", List.of(new TaskEvent.Heritage(1, "writer", 4)), json("{'a':null}"));
    var written =
        "{'task':'s','sequence':12,'workflowHash':'abc',"
            + "'agents':[{'agent':1,'role':'writer','through':4}],'patch':{'a':null}}";

    assertThat(Json.write(origin)).isEqualTo(written.replace('\'', '"'));
    assertThat(Json.fromTree(json(written), TaskEvent.Origin.class)).isEqualTo(origin);
    var plain = new TaskEvent.Origin("s", 12, "abc", List.of(), null);
    assertThat(Json.fromTree(Json.parse(Json.write(plain)), TaskEvent.Origin.class))
        .isEqualTo(plain);
  }

  @Test
  void every_event_has_a_name_and_an_example() {
    var subtypes = TaskEvent.class.getAnnotation(JsonSubTypes.class).value();
    var named = Arrays.stream(subtypes).map(JsonSubTypes.Type::value).toList();

    assertThat(named).containsExactlyInAnyOrderElementsOf(leaves(TaskEvent.class).toList());
    assertThat(events().map(Object::getClass).toList()).containsExactlyInAnyOrderElementsOf(named);
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(TaskEventFormatTest::leaves)
        : Stream.of(type);
  }
}
