package dev.troupe.supervisor.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.agents.Agents.PinnedRole;
import dev.troupe.agents.Role;
import dev.troupe.supervisor.Callback;
import dev.troupe.supervisor.recorded.RecordedCase.Attempt;
import dev.troupe.supervisor.task.Binding;
import dev.troupe.supervisor.task.Environment;
import dev.troupe.supervisor.task.Resources;
import dev.troupe.supervisor.task.TaskEvent;
import dev.troupe.supervisor.task.VirtualExecution;
import dev.troupe.supervisor.task.Work;
import dev.troupe.supervisor.view.ServiceHistory;
import dev.troupe.supervisor.view.ServiceHistory.Kind;
import dev.troupe.supervisor.workflow.Reading;
import dev.troupe.supervisor.workflow.Workflow;
import dev.troupe.supervisor.workflow.WorkflowReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs a recorded case again, on virtual time and with its tasks' recorded answers. */
public final class RecordedRun {
  /** The instant from which the recordings' own instants in the future were reckoned. */
  private static final Instant START = Instant.parse("2026-11-20T21:45:00Z");

  /** No recorded execution comes near it. */
  private static final int TURNS_AT_MOST = 100_000;

  private static final String ARN = "arn:<partition>:states:<region>:111111111111:";
  private static final Environment.Names NAMES =
      new Environment.Names(
          ARN + "execution:<ArnPart_0idx>:<ExecArnPart_0idx>",
          "<ExecArnPart_0idx>",
          "snf_role_arn",
          ARN + "stateMachine:<ArnPart_0idx>",
          "<ArnPart_0idx>");

  private final RecordedCase recorded;
  private final List<Mismatch> mismatches = new ArrayList<>();
  private final Map<String, Deque<Attempt>> attempts = new HashMap<>();
  private final Set<String> tokens = new HashSet<>();
  private final Set<Work> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private int answered;

  public RecordedRun(RecordedCase recorded) {
    this.recorded = recorded;
    for (var attempt : recorded.attempts()) {
      attempts.computeIfAbsent(attempt.state(), _ -> new ArrayDeque<>()).add(attempt);
    }
  }

  List<Mismatch> judge() {
    try {
      run();
    } catch (RuntimeException fault) {
      mismatches.add(new Mismatch("run", "no fault of the interpreter", fault.toString()));
    }
    return mismatches;
  }

  private void run() {
    switch (WorkflowReader.reread(recorded.definition())) {
      case Reading.Sound(var workflow) -> compare(workflow, execute(workflow));
      case Reading.Faulty(var faults) ->
          mismatches.add(new Mismatch("definition", "valid", faults.toString()));
    }
  }

  /** Runs to the end, or as far as the recorded answers reach. */
  public VirtualExecution execute(Workflow workflow) {
    var environment = new Environment("recorded/case", workflow, new RecordedResources(), NAMES);
    var execution = new VirtualExecution(environment, START);
    execution.submit(recorded.input());
    for (var turn = 0; execution.end() == null && turn < TURNS_AT_MOST; turn++) {
      if (!answer(execution)) {
        execution.elapse();
      }
    }
    return execution;
  }

  /** True if a recorded answer was given. */
  private boolean answer(VirtualExecution execution) {
    for (var work : execution.open()) {
      var queue = attempts.getOrDefault(execution.stateOf(work), new ArrayDeque<>());
      var attempt = queue.peek();
      if (attempt != null && seen.add(work)) {
        queue.remove();
        compareInput(work, attempt);
        if (!attempt.timedOut()) {
          answer(execution, work, attempt);
          return true;
        }
      }
    }
    return false;
  }

  private static void answer(VirtualExecution execution, Work work, Attempt attempt) {
    if (attempt.succeeded()) {
      // Where a token is waited for, this only begins what the callback ends.
      execution.returned(work, attempt.output());
      execution.calledBack(work, new Callback.Success(attempt.output()));
    } else {
      execution.failed(work, attempt.error(), attempt.cause());
    }
  }

  private void compareInput(Work work, Attempt attempt) {
    if (work.token() != null) {
      tokens.add(work.token());
    }
    if (attempt.input().isPresent()
        && !Masks.same(attempt.input().get(), work.input().json(), tokens)) {
      mismatches.add(
          new Mismatch(
              "task[%d].input".formatted(answered),
              attempt.input().get().toString(),
              work.input().json().toString()));
    }
    answered++;
  }

  private void compare(Workflow workflow, VirtualExecution execution) {
    var end = execution.end();
    var status = end == null ? "RUNNING" : end.output() == null ? "FAILED" : "SUCCEEDED";
    var expected = recorded.shouldSucceed() ? "SUCCEEDED" : "FAILED";
    if (!status.equals(expected)) {
      var why = end == null ? "" : " %s %s".formatted(end.error(), end.cause());
      mismatches.add(new Mismatch("status", expected, status + why));
    } else if (end != null && end.output() != null) {
      compare("output", recorded.output(), end.output());
    } else if (end != null && !end.error().equals(recorded.error())) {
      mismatches.add(new Mismatch("error", recorded.error(), end.error()));
    }
    if (!recorded.trace().isEmpty()) {
      new TraceComparison(recorded, mismatches, tokens).compare(told(workflow, execution));
    }
  }

  private void compare(String field, JsonNode expected, JsonNode got) {
    if (!Masks.same(expected, got, tokens)) {
      mismatches.add(new Mismatch(field, expected.toString(), got.toString()));
    }
  }

  private List<ObjectNode> told(Workflow workflow, VirtualExecution execution) {
    List<TaskEvent> events = new ArrayList<>();
    execution.writes().forEach(events::addAll);
    return ServiceHistory.of(workflow, events, this::kind);
  }

  private Kind kind(String resource) {
    var scheduled = recorded.attempts().stream().map(Attempt::scheduled).findFirst().orElse("");
    return scheduled.startsWith("Activity") ? Kind.ACTIVITY : Kind.of(resource);
  }

  /** Whoever answered in the recording is bound. */
  private final class RecordedResources implements Resources {
    @Override
    public Optional<PinnedRole> role(String name, @Nullable String model) {
      return Optional.empty();
    }

    @Override
    public String absence(String resource) {
      return "The activity %s does not exist.".formatted(resource);
    }

    @Override
    public Optional<Binding> bound(String resource, @Nullable String model) {
      var limits = new Role.Limits(1, 1, Duration.ofSeconds(1));
      return recorded.attempts().isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Binding.ByRole(
                  new PinnedRole(
                      "", new Role("recorded", Role.Kind.PLAIN, "", "", null, null, limits))));
    }
  }
}
