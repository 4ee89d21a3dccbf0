package dev.troupe.supervisor;

import static dev.troupe.supervisor.TestNode.eventually;
import static dev.troupe.supervisor.TestNode.get;
import static dev.troupe.supervisor.TestNode.submission;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.troupe.agents.AgentReply;
import dev.troupe.agents.Ask;
import dev.troupe.agents.Assignment;
import dev.troupe.agents.telemetry.Measure;
import dev.troupe.agents.telemetry.Span;
import dev.troupe.agents.telemetry.SpanPlace;
import dev.troupe.agents.telemetry.Telemetry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of tasks, over restarts and redrives. */
class TaskTelemetryTest {
  private static final String CALLER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  private static final String PARENT =
      """
      {"QueryLanguage":"JSONata","StartAt":"Ask","States":{
        "Ask":{"Type":"Task","Resource":"workflow:report",
          "Arguments":{"goal":"{% $states.input.goal %}","knowledge":[]},"End":true}}}
      """;

  private static final String CALLING =
      """
      {"QueryLanguage":"JSONata","StartAt":"A","States":{
        "A":{"Type":"Task","Resource":"agent:a","End":true}}}
      """;

  @TempDir private Path folder;
  private final ScriptedAgents agents = ScriptedTeam.approving();
  private final List<Span> spans = new CopyOnWriteArrayList<>();
  private final List<Map<String, Object>> durations = new CopyOnWriteArrayList<>();
  private TestNode node;

  private final class Listener implements Telemetry {
    @Override
    public void ended(Span span) {
      spans.add(span);
    }

    @Override
    public void measured(Measure measure, double value, Map<String, Object> attributes) {
      assertThat(measure).isEqualTo(Measure.TASK_DURATION);
      durations.add(attributes);
    }
  }

  @BeforeEach
  void start() {
    node = new TestNode(folder, agents, "", new Listener());
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private static SpanPlace run(String id, int number) {
    return SpanPlace.ofRun("default", id, number);
  }

  private Span named(String name) {
    eventually(() -> spans.stream().anyMatch(span -> span.name().equals(name)));
    return spans.stream().filter(span -> span.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void a_task_is_one_span_from_its_submission_to_its_end() {
    var id = node.accepted(submission("How?"));
    node.ended(id);

    var root = named("invoke_workflow report");
    assertThat(spans).containsExactly(root);
    assertThat(root.place()).isEqualTo(run(id, 1));
    assertThat(root.parent()).isNull();
    assertThat(root.error()).isNull();
    assertThat(root.links()).isEmpty();
    assertThat(root.attributes())
        .containsEntry("gen_ai.operation.name", "invoke_workflow")
        .containsEntry("gen_ai.workflow.name", "report")
        .containsEntry("gen_ai.conversation.id", id)
        .containsEntry("troupe.status", "completed")
        .containsEntry("troupe.outcome", "answered")
        .doesNotContainValue("How?");
    assertThat(durations)
        .containsExactly(
            Map.of(
                "gen_ai.workflow.name",
                "report",
                "troupe.status",
                "completed",
                "troupe.outcome",
                "answered"));
  }

  @Test
  void agents_are_told_to_work_inside_the_tasks_span() {
    var id = node.accepted(submission("How?"));
    node.ended(id);

    assertThat(agents.assigned)
        .isNotEmpty()
        .extracting(Assignment::traceparent)
        .containsOnly(run(id, 1).traceparent(true));
  }

  @Test
  void whoever_submitted_it_is_a_link_and_not_the_parent() {
    var plain = submission("How?");
    var id =
        node.accepted(
            new Submission(
                plain.tenant(),
                null,
                plain.goal(),
                null,
                null,
                null,
                List.of(),
                Map.of(),
                Submission.Limits.DEFAULT,
                null,
                CALLER));
    node.ended(id);

    var root = named("invoke_workflow report");
    assertThat(root.place().trace()).isEqualTo(run(id, 1).trace());
    assertThat(root.parent()).isNull();
    assertThat(root.links())
        .containsExactly(new Span.Link(SpanPlace.read(CALLER).orElseThrow(), "caller"));
  }

  @Test
  void a_step_that_is_a_task_is_a_span_and_its_task_a_trace_that_links_to_it() {
    var id = node.accepted(TestNode.ofMachine("How?", PARENT));
    node.ended(id);

    var step = named("step workflow:report");
    assertThat(step.parent()).isEqualTo(run(id, 1));
    var child = named("invoke_workflow report");
    assertThat(child.place().trace()).isNotEqualTo(step.place().trace());
    assertThat(child.links()).containsExactly(new Span.Link(step.place(), "parent"));
  }

  @Test
  void an_agent_that_another_one_calls_works_inside_that_ones_tool() {
    var isHelped = new AtomicBoolean();
    agents
        .with(
            "a",
            work ->
                Optional.of(
                    isHelped.get()
                        ? ScriptedAgents.returned(work, input -> input)
                        : new AgentReply.Asks(
                            work.number(),
                            work.attempt(),
                            List.of(new Ask.OfRole(2, 1, "b", TextNode.valueOf("Help."))))))
        .with(
            "b",
            work -> {
              isHelped.set(true);
              return Optional.of(ScriptedAgents.returned(work, input -> input));
            });
    var id = node.accepted(TestNode.ofMachine("How?", CALLING));
    node.ended(id);

    assertThat(agents.assigned)
        .filteredOn(work -> work.role().equals("b"))
        .isNotEmpty()
        .extracting(Assignment::traceparent)
        .containsOnly(SpanPlace.ofTool("default", id, 1, 2, 1).traceparent(true));
  }

  @Test
  void a_restarted_task_goes_on_in_its_trace_and_what_had_ended_is_not_told_again() {
    agents.with("writer", _ -> Optional.empty());
    var id = node.accepted(submission("How?"));
    eventually(() -> agents.assigned.stream().anyMatch(work -> work.role().equals("writer")));
    node.close();
    assertThat(spans).isEmpty();
    agents.returning("writer", ScriptedTeam::draft);

    node = new TestNode(folder, agents, "", new Listener());
    node.tasks.wakeOldTasks();
    node.ended(id);

    assertThat(named("invoke_workflow report").place()).isEqualTo(run(id, 1));
    assertThat(spans)
        .extracting(Span::name)
        .containsExactlyInAnyOrder("resume report", "invoke_workflow report");
    assertThat(named("resume report").parent()).isEqualTo(run(id, 1));
    assertThat(named("resume report").links())
        .containsExactly(new Span.Link(run(id, 1), "earlier"));
  }

  @Test
  void a_redriven_task_is_another_span_of_the_same_trace() {
    agents.with("writer", work -> Optional.of(ScriptedAgents.failed(work, "Model.Refused")));
    var id = node.accepted(submission("How?"));
    node.ended(id);
    assertThat(named("invoke_workflow report").error()).isEqualTo("Model.Refused");
    agents.returning("writer", ScriptedTeam::draft);

    get(node.tasks.redrive("default", id));
    node.ended(id);

    eventually(() -> spans.size() == 2);
    var again = spans.getLast();
    assertThat(again.place()).isEqualTo(run(id, 2));
    assertThat(again.place().trace()).isEqualTo(run(id, 1).trace());
    assertThat(again.links()).containsExactly(new Span.Link(run(id, 1), "earlier"));
    assertThat(again.error()).isNull();
  }
}
