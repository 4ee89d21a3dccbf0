package dev.troupe.agents.agent;

import dev.troupe.agents.AgentId;
import dev.troupe.agents.Assignment;
import dev.troupe.agents.Usage;
import dev.troupe.agents.agent.AgentEvent.ModelReplied;
import dev.troupe.agents.agent.AgentEvent.ToolReturned;
import dev.troupe.agents.telemetry.Span;
import dev.troupe.agents.telemetry.SpanPlace;
import dev.troupe.agents.telemetry.Telemetry;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Tells of what agents have done, once it is recorded and never when it is read again. */
final class AgentTelemetry {
  /** Somebody stopped it: a time that was over, a task that ended. */
  private static final String CANCELLED = "cancelled";

  private static final String TOOL_FAILED = "Tool.Failed";

  private final Telemetry telemetry;
  private final UnaryOperator<String> providers;

  /**
   * @param providers the conventions' name of a model's provider
   */
  AgentTelemetry(Telemetry telemetry, UnaryOperator<String> providers) {
    this.telemetry = telemetry;
    this.providers = providers;
  }

  /** The span that all of an attempt stands in; null where nobody is told. */
  @Nullable SpanPlace inside(AgentId agent, Attempt.Open work) {
    return telemetry.isOn() ? ofAttempt(agent, work) : null;
  }

  private static SpanPlace ofAttempt(AgentId agent, Attempt work) {
    return SpanPlace.ofAttempt(agent.tenant(), agent.taskId(), work.assignment(), work.attempt());
  }

  /** What a researcher is shown was looked for. */
  void searched(AgentId agent, Attempt.Open work, int wanted, int found, Instant from, Instant to) {
    if (!telemetry.isOn()) {
      return;
    }
    var collections = String.join(",", work.accepted().collections());
    var attributes = new LinkedHashMap<String, Object>();
    attributes.put("gen_ai.operation.name", "retrieval");
    attributes.put("gen_ai.conversation.id", agent.taskId());
    // Of the built-in documents, which have no name in a task.
    if (!collections.isEmpty()) {
      attributes.put("gen_ai.data_source.id", collections);
    }
    attributes.put("gen_ai.request.top_k", (double) wanted);
    attributes.put("troupe.passages", (long) found);
    var inside = ofAttempt(agent, work);
    telemetry.ended(
        new Span(
            inside.beside("retrieval:%s@%s".formatted(inside.span(), from)),
            inside,
            ("retrieval " + collections).strip(),
            Span.Kind.INTERNAL,
            from,
            to,
            attributes,
            null));
  }

  void toolReturned(AgentId agent, ToolReturned event) {
    if (!telemetry.isOn()) {
      return;
    }
    var error = event.error() == null ? null : TOOL_FAILED;
    var attributes = new LinkedHashMap<String, Object>();
    attributes.put("gen_ai.operation.name", "execute_tool");
    attributes.put("gen_ai.conversation.id", agent.taskId());
    attributes.put("gen_ai.tool.name", event.name());
    attributes.put("gen_ai.tool.type", "function");
    attributes.put("gen_ai.tool.call.id", event.toolCallId());
    telemetry.ended(
        new Span(
            SpanPlace.ofTool(
                agent.tenant(), agent.taskId(), event.assignment(), event.call(), event.place()),
            SpanPlace.ofAttempt(
                agent.tenant(), agent.taskId(), event.assignment(), event.attempt()),
            "execute_tool " + event.name(),
            Span.Kind.INTERNAL,
            event.at().minus(event.latency()),
            event.at(),
            attributes,
            error));
  }

  /**
   * @param asked the model that its last turn was to ask
   */
  void ended(Assignment assignment, Attempt ended, Optional<String> asked, Instant at) {
    switch (ended) {
      case Attempt.Open _ -> {}
      case Attempt.Returned(var work, _, var usage, _) ->
          tell(assignment, work, usage, asked, null, at);
      case Attempt.Failed(var work, var error, _, var usage) ->
          tell(assignment, work, usage, asked, error, at);
      // What it had come to then is told by whoever stopped it.
      case Attempt.Cancelled _ -> {}
    }
  }

  void cancelled(Assignment assignment, Attempt.Open work, Optional<String> asked, Instant at) {
    tell(assignment, work, work.usage(), asked, CANCELLED, at);
  }

  private void tell(
      Assignment assignment,
      Attempt.Open work,
      Usage usage,
      Optional<String> asked,
      @Nullable String error,
      Instant at) {
    if (!telemetry.isOn()) {
      return;
    }
    telemetry.ended(
        new Span(
            ofAttempt(assignment.agent(), work),
            parent(assignment),
            "invoke_agent " + assignment.role(),
            Span.Kind.INTERNAL,
            work.accepted().at(),
            at,
            attributes(assignment, work, usage, asked),
            error));
  }

  /** The task's own span, or the tool by which another agent called this one. */
  private static SpanPlace parent(Assignment assignment) {
    var agent = assignment.agent();
    var task = SpanPlace.ofRun(agent.tenant(), agent.taskId(), 1);
    return SpanPlace.read(assignment.traceparent())
        .filter(place -> place.trace().equals(task.trace()))
        .orElse(task);
  }

  private Map<String, Object> attributes(
      Assignment assignment, Attempt.Open work, Usage usage, Optional<String> asked) {
    var agent = assignment.agent();
    var attributes = new LinkedHashMap<String, Object>();
    attributes.put("gen_ai.operation.name", "invoke_agent");
    attributes.put("gen_ai.agent.name", assignment.role());
    attributes.put("gen_ai.agent.id", agent.entityId());
    attributes.put("gen_ai.conversation.id", agent.taskId());
    attributes.put("troupe.tenant", agent.tenant());
    attributes.put("troupe.task.id", agent.taskId());
    attributes.put("troupe.assignment", (long) work.assignment());
    attributes.put("troupe.attempt", (long) work.attempt());
    attributes.put("troupe.model_calls", (long) usage.modelCalls());
    attributes.put("gen_ai.usage.input_tokens", usage.inputTokens());
    attributes.put("gen_ai.usage.output_tokens", usage.outputTokens());
    work.own()
        .reduce((_, last) -> last)
        .map(ModelReplied::engine)
        .or(() -> asked)
        .ifPresent(engine -> attributes.putAll(model(engine)));
    return attributes;
  }

  /**
   * @param engine {@code provider/model}, or a provider alone
   */
  private Map<String, Object> model(String engine) {
    return Map.of(
        "gen_ai.provider.name",
        providers.apply(engine),
        "gen_ai.request.model",
        engine.substring(engine.indexOf('/') + 1));
  }
}
