package dev.troupe.supervisor.task;

import dev.troupe.agents.telemetry.Measure;
import dev.troupe.agents.telemetry.Span;
import dev.troupe.agents.telemetry.SpanPlace;
import dev.troupe.agents.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells of a task and of those steps that no agent does, once their end is recorded and never when
 * it is read again.
 */
final class TaskTelemetry {
  private static final double NANOS = 1e9;

  private final TaskId id;
  private final Telemetry telemetry;

  TaskTelemetry(TaskId id, Telemetry telemetry) {
    this.id = id;
    this.telemetry = telemetry;
  }

  /**
   * @param before the task as it was without these events
   */
  void wrote(Task before, List<TaskEvent> events, Task after) {
    if (!telemetry.isOn()) {
      return;
    }
    for (var event : events) {
      if (event instanceof TaskEvent.StepReturned returned) {
        step(before, returned.assignment(), null, returned.at());
      } else if (event instanceof TaskEvent.StepFailed failed) {
        step(before, failed.assignment(), failed.error(), failed.at());
      } else if (event instanceof TaskEvent.TaskEnded && after instanceof Ended ended) {
        end(ended);
      }
    }
  }

  /** A task that was under way in an earlier life goes on in this one. */
  void resumed(Running running, Instant at) {
    if (!telemetry.isOn()) {
      return;
    }
    var task = ofRun(running.terms().run().number());
    var attributes = named(running.terms());
    attributes.put("troupe.journal.sequence", running.sequence());
    telemetry.ended(
        new Span(
            SpanPlace.inTask(id.tenant(), id.id(), "resume:" + at),
            task,
            "resume " + running.terms().workflow(),
            Span.Kind.INTERNAL,
            at,
            at,
            attributes,
            null,
            List.of(new Span.Link(task, "earlier"))));
  }

  /** In which span a step is done. */
  String traceparent(Running running, Work work) {
    if (!telemetry.isOn()) {
      return running.terms().traceparent();
    }
    var inside = caller(running, work).orElseGet(() -> ofRun(running.terms().run().number()));
    return inside.traceparent(telemetry.samples(inside.trace()));
  }

  /** The tool by which another agent called for it. */
  private Optional<SpanPlace> caller(Running running, Work work) {
    return running
        .work()
        .flatMap(Work::tree)
        .flatMap(each -> each.calls().made().stream())
        .filter(call -> call.work().assignment() == work.assignment())
        .map(Calls.Call::asked)
        .map(asked ->
            SpanPlace.ofTool(id.tenant(), id.id(), asked.assignment(), asked.call(), asked.place()))
        .findFirst();
  }

  private SpanPlace ofRun(int number) {
    return SpanPlace.ofRun(id.tenant(), id.id(), number);
  }

  private void step(Task before, int assignment, @Nullable String error, Instant at) {
    if (before instanceof Running running) {
      running
          .work()
          .filter(work -> work.assignment() == assignment && Work.isForOthers(work.role()))
          .findFirst()
          .ifPresent(work -> step(running.terms(), work, error, at));
    }
  }

  private void step(Terms terms, Work work, @Nullable String error, Instant at) {
    var attributes = named(terms);
    attributes.put("troupe.assignment", (long) work.assignment());
    attributes.put("troupe.attempt", (long) work.attempt());
    var name = "step " + work.role();
    if (work.isForFunction()) {
      name = "execute_tool " + work.role();
      attributes.put("gen_ai.operation.name", "execute_tool");
      attributes.put("gen_ai.tool.name", work.role());
      attributes.put("gen_ai.tool.type", "function");
    }
    telemetry.ended(
        new Span(
            SpanPlace.ofAttempt(id.tenant(), id.id(), work.assignment(), work.attempt()),
            ofRun(terms.run().number()),
            name,
            Span.Kind.INTERNAL,
            work.assignedAt(),
            at,
            attributes,
            error));
  }

  private void end(Ended ended) {
    var terms = ended.terms();
    var begun = terms.run().since(terms.submittedAt());
    var attributes = named(terms);
    attributes.put("gen_ai.operation.name", "invoke_workflow");
    attributes.put("troupe.run", (long) terms.run().number());
    attributes.putAll(cameTo(ended));
    telemetry.ended(
        new Span(
            ofRun(terms.run().number()),
            null,
            "invoke_workflow " + terms.workflow(),
            Span.Kind.INTERNAL,
            begun,
            ended.endedAt(),
            attributes,
            ended.end() instanceof Ended.End.Failed(var error, _) ? error : null,
            links(terms)));
    var measured = new LinkedHashMap<>(cameTo(ended));
    measured.put("gen_ai.workflow.name", terms.workflow());
    telemetry.measured(
        Measure.TASK_DURATION,
        Duration.between(begun, ended.endedAt()).toNanos() / NANOS,
        measured);
  }

  private static Map<String, Object> cameTo(Ended ended) {
    var attributes = new LinkedHashMap<String, Object>();
    attributes.put("troupe.status", TaskViews.status(ended).wireName());
    if (ended.end() instanceof Ended.End.Completed(var outcome, _)) {
      attributes.put("troupe.outcome", outcome.wireName());
    }
    return attributes;
  }

  private Map<String, Object> named(Terms terms) {
    var attributes = new LinkedHashMap<String, Object>();
    attributes.put("gen_ai.workflow.name", terms.workflow());
    attributes.put("gen_ai.conversation.id", id.id());
    attributes.put("troupe.tenant", id.tenant());
    attributes.put("troupe.task.id", id.id());
    return attributes;
  }

  /** A trace is one task's: what led to it stands in other traces. */
  private List<Span.Link> links(Terms terms) {
    var links = new ArrayList<Span.Link>();
    SpanPlace.read(terms.traceparent())
        .ifPresent(caller -> links.add(new Span.Link(caller, "caller")));
    var parent = terms.parent();
    if (parent != null) {
      var step =
          SpanPlace.ofAttempt(id.tenant(), parent.task(), parent.assignment(), parent.attempt());
      links.add(new Span.Link(step, "parent"));
    }
    var origin = terms.origin();
    if (origin != null) {
      links.add(new Span.Link(SpanPlace.ofRun(id.tenant(), origin.task(), 1), "origin"));
    }
    if (terms.run().number() > 1) {
      links.add(new Span.Link(ofRun(terms.run().number() - 1), "earlier"));
    }
    return links;
  }
}
