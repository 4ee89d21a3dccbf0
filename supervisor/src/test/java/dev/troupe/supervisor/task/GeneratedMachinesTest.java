package dev.troupe.supervisor.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.agents.Agents.PinnedRole;
import dev.troupe.agents.Role;
import dev.troupe.supervisor.workflow.Reading;
import dev.troupe.supervisor.workflow.WorkflowReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Machines that nobody thought of, run once in memory and once with a crash behind every write. A
 * failure names its seed: {@code -Dtroupe.machine.seed=N} runs that one machine again.
 */
class GeneratedMachinesTest {
  private static final int MACHINES = Integer.getInteger("troupe.machines", 10_000);

  /** One in so many has a Map with more items than one write can hold. */
  private static final int WIDE_IN = 500;

  private static final int FORKED_IN = 12;
  private static final int FORKED_EVENTS_AT_MOST = 600;

  /** The machines are worth nothing where none of these happens. */
  private static final List<Class<? extends TaskEvent>> EXPECTED =
      List.of(
          TaskEvent.StepReturned.class,
          TaskEvent.StepSubmitted.class,
          TaskEvent.StepFailed.class,
          TaskEvent.RetryScheduled.class,
          TaskEvent.ErrorCaught.class,
          TaskEvent.EvaluationFailed.class,
          TaskEvent.AssignmentCancelled.class,
          TaskEvent.TimerFired.class,
          TaskEvent.ParallelStarted.class,
          TaskEvent.MapStarted.class,
          TaskEvent.BranchCompleted.class,
          TaskEvent.BranchFailed.class,
          TaskEvent.BranchAborted.class,
          TaskEvent.TaskCompleted.class,
          TaskEvent.TaskFailed.class,
          TaskEvent.TaskCancelled.class,
          TaskEvent.TaskRedriven.class,
          TaskEvent.TaskForked.class);

  private final Map<Class<? extends TaskEvent>, Integer> seen = new HashMap<>();

  @Test
  void a_crash_behind_every_write_changes_nothing() {
    var only = Long.getLong("troupe.machine.seed");
    if (only != null) {
      check(only);
      return;
    }
    var first = Long.getLong("troupe.machines.from", new SplittableRandom().nextLong(1L << 40));
    System.out.printf("%d generated machines from seed %d on%n", MACHINES, first);
    for (var seed = first; seed < first + MACHINES; seed++) {
      check(seed);
    }
    assertThat(seen.keySet()).containsAll(EXPECTED);
  }

  private void check(long seed) {
    var chance = new SplittableRandom(seed);
    var definition = new MachineGenerator(chance.split()).workflow();
    try {
      run(definition, chance, seed % WIDE_IN == 0);
    } catch (AssertionError | RuntimeException failure) {
      throw new AssertionError(
          "-Dtroupe.machine.seed=%d %s%nThe machine: %s".formatted(seed, failure, definition),
          failure);
    }
  }

  private void run(ObjectNode definition, SplittableRandom chance, boolean isWide) {
    var environment =
        switch (WorkflowReader.read(definition)) {
          case Reading.Sound(var workflow) ->
              new Environment("default/t", workflow, new Everyone());
          case Reading.Faulty(var faults) -> throw new AssertionError(faults);
        };
    var run = new GeneratedRun(environment, chance.split(), isWide).toTheEnd();
    var history = checked(definition, environment, run, chance.split());
    if (history.size() <= FORKED_EVENTS_AT_MOST && chance.nextInt(FORKED_IN) == 0) {
      fork(definition, environment, run, history, chance);
    }
  }

  /** At a random event, or the place before it that a fork may begin at. */
  private void fork(
      ObjectNode definition,
      Environment environment,
      GeneratedRun source,
      List<TaskEvent> history,
      SplittableRandom chance) {
    var wanted = placesAt(chance.nextInt(1, history.size() + 1), history);
    var at = wanted.found().isPresent() ? wanted : placesAt(before(wanted), history);
    if (at.found().isPresent()) {
      var other = new Environment("default/f", environment.workflow(), environment.resources());
      var fork = new GeneratedRun(other, chance.split(), false).forkedFrom(source, history, at);
      checked(definition, other, fork, chance.split());
    }
  }

  private static long before(ForkPlaces places) {
    return places.nearest().stream().findFirst().orElse(0L);
  }

  private static ForkPlaces placesAt(long sequence, List<TaskEvent> history) {
    var places = new ForkPlaces(sequence);
    for (var event : history) {
      if (!places.read(event)) {
        break;
      }
    }
    return places;
  }

  private List<TaskEvent> checked(
      ObjectNode definition, Environment environment, GeneratedRun run, SplittableRandom chance) {
    var journal = new CrashedRun(environment, chance).again(run.turns);
    var events = journal.events();
    assertThat(StoredJournal.lines(events)).as("written once more").isEqualTo(journal.lines());
    new JournalRules(definition).check(events, run.turns.getLast().behind());
    events.forEach(event -> seen.merge(event.getClass(), 1, Integer::sum));
    return events;
  }

  /** Whatever a resource is called, somebody does it. */
  private static final class Everyone implements Resources {
    @Override
    public Optional<PinnedRole> role(String name, @Nullable String model) {
      var limits = new Role.Limits(1, 1, Duration.ofSeconds(1));
      var role = new Role("someone", Role.Kind.PLAIN, "", "offline", null, null, limits);
      return Optional.of(new PinnedRole("hash", role));
    }

    @Override
    public Optional<Binding> bound(String resource, @Nullable String model) {
      return role(resource, model).map(Binding.ByRole::new);
    }
  }
}
