package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Budget;
import dev.troupe.agents.Charge;
import dev.troupe.persistence.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A task under way: where each of its frames stands, and what is counted.
 *
 * @param cancelled work that is not wanted any more, though it had not been answered
 * @param closed approvals that nobody is asked any more
 * @param messages that agents were given
 * @param gathered what agents have let each other know
 * @param untrusted what it has may hold text from outside
 */
record Running(
    Terms terms,
    Progress progress,
    SortedMap<Integer, Frame> frames,
    List<Work> cancelled,
    Map<String, Approval> closed,
    Messages messages,
    Gathered gathered,
    boolean untrusted)
    implements Task {

  static Running begin(TaskEvent.TaskSubmitted submitted) {
    var place = new Value.Reference(1, "input");
    if (!(submitted.input() instanceof Value.Inline(var json))) {
      throw new IllegalStateException("A task's input refers to an event before the first");
    }
    var input = new Held(json, place);
    SortedMap<Integer, Frame> frames = new TreeMap<>();
    frames.put(Frame.TOP, Frame.top(input));
    return new Running(
        terms(submitted, input),
        Progress.NONE.next(),
        frames,
        List.of(),
        Map.of(),
        Messages.NONE,
        Gathered.NOTHING,
        OutsideText.isIn(submitted));
  }

  private static Terms terms(TaskEvent.TaskSubmitted submitted, Held input) {
    return new Terms(
        submitted.workflow(),
        submitted.workflowHash(),
        input,
        submitted.knowledge(),
        submitted.labels(),
        submitted.limits(),
        submitted.deadline(),
        submitted.model(),
        submitted.bodyHash(),
        submitted.traceparent(),
        submitted.parent(),
        submitted.origin(),
        submitted.at(),
        Terms.Run.FIRST);
  }

  @Override
  public Task evolve(TaskEvent event) {
    var counted = with(progress.next());
    return TaskFolding.fold(
        OutsideText.isIn(event) ? counted.holdingOutsideText() : counted, event);
  }

  private Running holdingOutsideText() {
    return new Running(terms, progress, frames, cancelled, closed, messages, gathered, true);
  }

  /** Another task's history goes on as this one: under these terms, for its own account. */
  Running as(Terms own) {
    var run = new Terms.Run(1, progress.steps(), null);
    return new Running(
        own.in(run, own.deadline()),
        progress.unpaid(),
        frames,
        List.of(),
        closed,
        messages,
        gathered,
        untrusted);
  }

  Running with(Frame frame) {
    return new Running(
        terms,
        progress,
        Copies.with(frames, frame.number(), frame),
        cancelled,
        closed,
        messages,
        gathered,
        untrusted);
  }

  Running without(int frame) {
    return new Running(
        terms,
        progress,
        Copies.without(frames, frame),
        cancelled,
        closed,
        messages,
        gathered,
        untrusted);
  }

  Running withCancelled(Work work) {
    var all = new ArrayList<>(cancelled);
    all.add(work);
    return new Running(
        terms, progress, frames, List.copyOf(all), closed, messages, gathered, untrusted);
  }

  /** Nobody waits any more for what was called for in the midst of a work. */
  Running withoutCallsOf(Work work) {
    var left = this;
    for (var called : work.calls().open().flatMap(Work::tree).toList()) {
      left = left.withCancelled(called);
    }
    return left;
  }

  Running with(Progress counted) {
    return new Running(terms, counted, frames, cancelled, closed, messages, gathered, untrusted);
  }

  Running with(Approval answered) {
    var all = Copies.with(closed, answered.id(), answered);
    return new Running(terms, progress, frames, cancelled, all, messages, gathered, untrusted);
  }

  Running with(Gathered more) {
    return new Running(terms, progress, frames, cancelled, closed, messages, more, untrusted);
  }

  Running with(Messages told) {
    return new Running(terms, progress, frames, cancelled, closed, told, gathered, untrusted);
  }

  Frame frame(int number) {
    var frame = frames.get(number);
    if (frame == null) {
      throw new IllegalStateException("No frame %d is open".formatted(number));
    }
    return frame;
  }

  /** The frame of an assignment that was not answered yet. */
  Optional<Frame> frameOf(int assignment) {
    return frames.values().stream()
        .filter(
            frame -> frame.position().atWork().anyMatch(work -> work.assignment() == assignment))
        .findFirst();
  }

  Optional<Frame> runnable() {
    return runnable(_ -> true);
  }

  Optional<Frame> runnable(Predicate<Frame> may) {
    return frames.values().stream()
        .filter(frame -> frame.position().isRunnable() && may.test(frame))
        .findFirst();
  }

  /** Items of distributed Maps, each a task of its own. */
  Stream<Work> items() {
    return frames.values().stream()
        .filter(frame -> frame.position() instanceof Position.Branching)
        .flatMap(frame -> frame.position().atWork());
  }

  /** What agents have been given and have not answered. */
  Stream<Work> openWork() {
    return work().filter(work -> !work.submitted());
  }

  /** The same with what agents have done their part of, and somebody else ends. */
  Stream<Work> work() {
    return frames.values().stream().flatMap(frame -> frame.position().atWork());
  }

  /** Assignments that somebody is at, or that are about to be tried again. */
  Set<Integer> underWay() {
    return Stream.concat(work(), frames.values().stream().flatMap(Running::paused))
        .map(Work::assignment)
        .collect(Collectors.toSet());
  }

  private static Stream<Work> paused(Frame frame) {
    return switch (frame.position()) {
      case Position.Pausing(_, var work, _) -> Stream.ofNullable(work);
      case Position.Failed(_, var work, _, _) -> Stream.ofNullable(work);
      case Position.Starting _,
          Position.Arriving _,
          Position.Entered _,
          Position.Working _,
          Position.Returned _,
          Position.Branching _,
          Position.Waiting _,
          Position.Elapsed _,
          Position.Left _ ->
          Stream.empty();
    };
  }

  /** Nobody else is at work, and nobody has let anybody know anything before. */
  boolean isAlone(Work work) {
    return gathered.isNothing()
        && openWork()
            .filter(Work::isForAgent)
            .allMatch(open -> open.assignment() == work.assignment());
  }

  /** Nobody here is at work, though signs of life from outside may be expected. */
  boolean onlyWaits() {
    return runnable().isEmpty() && openWork().noneMatch(Work::isToBeTold);
  }

  /** What is open comes back by itself: nobody has to be reminded. */
  boolean canLeaveMemory() {
    return onlyWaits()
        // Signs of life are known in memory only.
        && work().allMatch(work -> work.heartbeat() == null || work.isForWorkflow());
  }

  /** Nothing but timers and people is waited for. */
  boolean isWaiting() {
    return runnable().isEmpty()
        && openWork().allMatch(work -> work.isForPeople() || work.calls().areOpen());
  }

  /** An approval, open or not. */
  Optional<Approval> approval(String id) {
    return asking(id)
        .flatMap(work -> Optional.ofNullable(work.approval()))
        .or(() -> Optional.ofNullable(closed.get(id)));
  }

  /** What waits for people's decision on an approval. */
  Optional<Work> asking(String approval) {
    return openWork()
        .filter(work -> work.approval() != null && work.approval().id().equals(approval))
        .findFirst();
  }

  /** Branches that stand inside a frame's state, not those inside them. */
  List<Frame> branches(int parent) {
    return frames.values().stream()
        .filter(frame -> !frame.isTop() && frame.parent() == parent)
        .toList();
  }

  /** A frame with all that stands inside it. */
  Stream<Frame> within(int number) {
    return Stream.concat(
        Stream.of(frame(number)),
        branches(number).stream().flatMap(branch -> within(branch.number())));
  }

  /** When time alone changes the task next. */
  Instant nextDueAt(LastHeard heard) {
    var next = terms.deadline();
    for (var frame : frames.values()) {
      var due = frame.position().dueAt(heard);
      next = due != null && due.isBefore(next) ? due : next;
    }
    return next;
  }

  /** Of all variables that a frame's assignment leaves as they are. */
  long variableBytes(Frame assigning, Map<String, ?> replaced) {
    return frames.values().stream()
        .flatMap(frame ->
            frame.variables().entrySet().stream()
                .filter(variable ->
                    frame.number() != assigning.number()
                        || !replaced.containsKey(variable.getKey())))
        .mapToLong(variable -> variable.getValue().bytes())
        .sum();
  }

  /** What would be finished with, if there is no more to be had. */
  boolean keepsDraft(Work returned) {
    var budget = terms.limits().budget();
    return budget != null
        && budget.exhaustion() == Budget.Exhaustion.FINISH
        && returned.isForAgent();
  }

  /** What the model calls of its steps are charged to; null where nobody counts. */
  @Nullable Charge charge(String task) {
    var budget = terms.limits().budget();
    if (budget == null) {
      return terms.limits().inherited();
    }
    var spent = progress.spent();
    return new Charge(
        task, budget, terms.run().since(terms.submittedAt()), spent.raises(), spent.tenantRaises());
  }

  /** All that an event can refer to. */
  Contents contents() {
    return contents(frames.values().stream(), frames.values().stream());
  }

  /** All that an expression in a frame can see; of results only those that it gathers. */
  Contents contents(int number) {
    var seen = Stream.<Frame>builder();
    var inner = frame(number);
    for (; !inner.isTop(); inner = frame(inner.parent())) {
      seen.add(inner);
    }
    var gathering = Stream.of(frame(number)).filter(frame -> isDone(frame));
    return contents(seen.add(inner).build(), gathering);
  }

  private static boolean isDone(Frame frame) {
    return frame.position() instanceof Position.Branching branching && branching.isDone();
  }

  private Contents contents(Stream<Frame> seen, Stream<Frame> gathering) {
    var draft = progress.spent().draft();
    var held = new ArrayList<Held>();
    held.add(terms.input());
    if (draft != null) {
      held.add(draft);
    }
    seen.flatMap(Frame::held).forEach(held::add);
    return new Contents(
        held,
        gathering
            .flatMap(frame ->
                frame.position() instanceof Position.Branching branching
                    ? Stream.of(branching.results())
                    : Stream.empty())
            .toList());
  }

  /** What the event just counted says in one of its fields. */
  Held read(Value value, String field) {
    return value instanceof Value.Inline(JsonNode json)
        ? new Held(json, new Value.Reference(progress.sequence(), field))
        : contents().read(value, progress.sequence(), field);
  }
}
