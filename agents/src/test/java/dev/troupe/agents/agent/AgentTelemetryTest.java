package dev.troupe.agents.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.troupe.agents.AgentId;
import dev.troupe.agents.Assignment;
import dev.troupe.agents.Usage;
import dev.troupe.agents.agent.AgentEvent.AssignmentAccepted;
import dev.troupe.agents.agent.AgentEvent.ModelReplied;
import dev.troupe.agents.agent.AgentEvent.ToolReturned;
import dev.troupe.agents.telemetry.Heard;
import dev.troupe.agents.telemetry.SpanPlace;
import dev.troupe.agents.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AgentTelemetryTest {
  private static final Instant BEGUN = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant ENDED = BEGUN.plusSeconds(7);
  private static final AgentId AGENT = new AgentId("acme", "t-1", 2);
  private static final SpanPlace STEP = SpanPlace.ofAttempt("acme", "t-1", 3, 1);

  private final Heard heard = new Heard();
  private final AgentTelemetry told = new AgentTelemetry(heard, AgentTelemetryTest::provider);

  /** A block of one's own, and the kind that it speaks. */
  private static String provider(String model) {
    return model.equals("lab/gpt") ? "openai" : model;
  }

  private static Assignment assignment(String traceparent) {
    return new Assignment(
        AGENT, 3, 1, "writer", "h", NullNode.instance, List.of("notes"), ENDED, traceparent);
  }

  private static Attempt.Open work() {
    return Attempt.Open.of(
            new AssignmentAccepted(3, 1, "h", 1, NullNode.instance, List.of("notes"), BEGUN))
        .withReply(
            new ModelReplied(
                3, 1, 1, "x", new Usage(1, 10, 20), "lab/gpt", Duration.ZERO, null, ENDED));
  }

  private static ToolReturned tool(@Nullable String error) {
    return new ToolReturned(
        3, 1, 4, 2, "c-1", "stock", null, error, null, Duration.ofSeconds(2), ENDED);
  }

  @Test
  void an_agents_work_lasts_from_its_acceptance_whichever_life_recorded_that() {
    var task = SpanPlace.ofRun("acme", "t-1", 2);

    told.ended(
        assignment(task.traceparent(true)),
        new Attempt.Returned(work(), NullNode.instance, work().usage(), 9),
        Optional.of("lab/other"),
        ENDED);

    var span = heard.spans.getFirst();
    assertThat(span.name()).isEqualTo("invoke_agent writer");
    assertThat(span.place()).isEqualTo(STEP);
    assertThat(span.parent()).isEqualTo(task);
    assertThat(span.begun()).isEqualTo(BEGUN);
    assertThat(span.ended()).isEqualTo(ENDED);
    assertThat(span.attributes())
        .containsEntry("gen_ai.agent.id", "acme/t-1/2")
        .containsEntry("gen_ai.provider.name", "openai")
        .containsEntry("gen_ai.request.model", "gpt")
        .containsEntry("gen_ai.usage.input_tokens", 10L)
        .containsEntry("troupe.assignment", 3L);
  }

  @Test
  void a_foreign_trace_is_no_parent() {
    told.ended(
        assignment("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
        new Attempt.Failed(work(), "Agent.Failed", "why", Usage.NONE),
        Optional.empty(),
        ENDED);

    assertThat(heard.spans.getFirst().parent()).isEqualTo(SpanPlace.ofRun("acme", "t-1", 1));
    assertThat(heard.spans.getFirst().error()).isEqualTo("Agent.Failed");
  }

  @Test
  void a_model_that_was_asked_and_did_not_answer_is_named_all_the_same() {
    var silent =
        Attempt.Open.of(
            new AssignmentAccepted(3, 1, "h", 1, NullNode.instance, List.of("notes"), BEGUN));

    told.cancelled(assignment(""), silent, Optional.of("lab/gpt"), ENDED);

    assertThat(heard.spans.getFirst().attributes())
        .containsEntry("gen_ai.provider.name", "openai")
        .containsEntry("gen_ai.request.model", "gpt");
  }

  @Test
  void what_is_still_open_is_not_told() {
    told.ended(assignment(""), work(), Optional.of("lab/other"), ENDED);

    assertThat(heard.spans).isEmpty();
  }

  @Test
  void work_that_was_called_off_is_told_as_cancelled() {
    told.cancelled(assignment(""), work(), Optional.of("lab/other"), ENDED);

    assertThat(heard.spans.getFirst().error()).isEqualTo("cancelled");
  }

  @Test
  void a_tool_stands_in_the_attempt_that_asked_for_it() {
    told.toolReturned(AGENT, tool(null));

    var span = heard.spans.getFirst();
    assertThat(span.name()).isEqualTo("execute_tool stock");
    assertThat(span.parent()).isEqualTo(STEP);
    assertThat(span.place()).isEqualTo(SpanPlace.ofTool("acme", "t-1", 3, 4, 2));
    assertThat(span.begun()).isEqualTo(ENDED.minusSeconds(2));
    assertThat(span.attributes())
        .containsEntry("gen_ai.tool.name", "stock")
        .containsEntry("gen_ai.tool.call.id", "c-1");
  }

  @Test
  void what_a_tool_said_of_its_failure_is_not_told() {
    told.toolReturned(AGENT, tool("no pens, says Ada"));

    assertThat(heard.spans.getFirst().error()).isEqualTo("Tool.Failed");
    assertThat(heard.spans.getFirst().attributes().toString()).doesNotContain("Ada");
  }

  @Test
  void a_search_tells_where_and_how_many_and_not_for_what() {
    told.searched(AGENT, work(), 12, 5, BEGUN, ENDED);

    var span = heard.spans.getFirst();
    assertThat(span.name()).isEqualTo("retrieval notes");
    assertThat(span.parent()).isEqualTo(STEP);
    assertThat(span.attributes())
        .containsEntry("gen_ai.data_source.id", "notes")
        .containsEntry("gen_ai.request.top_k", 12d)
        .containsEntry("troupe.passages", 5L);
  }

  @Test
  void where_nobody_is_told_there_is_no_place_for_calls() {
    assertThat(
            new AgentTelemetry(Telemetry.NONE, AgentTelemetryTest::provider).inside(AGENT, work()))
        .isNull();
    assertThat(told.inside(AGENT, work())).isEqualTo(STEP);
  }
}
