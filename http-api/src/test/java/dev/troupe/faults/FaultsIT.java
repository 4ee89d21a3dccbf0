package dev.troupe.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real nodes on hosts of their own, a seeded plan of faults, and three records that have to agree.
 * Needs root. {@code troupe.faults.seed} and {@code troupe.faults.rounds} choose the plan, {@code
 * troupe.faults.kills} how often a node is killed.
 */
@EnabledIfSystemProperty(named = "troupe.faults", matches = "true")
class FaultsIT {
  private static final long SEED = Long.getLong("troupe.faults.seed", 1);
  private static final int ROUNDS = Integer.getInteger("troupe.faults.rounds", 1);
  private static final int KILLS = Integer.getInteger("troupe.faults.kills", 30);

  /** A run with fewer has shown little. */
  private static final int TASKS_PER_FAULT = 5;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void every_promise_holds_through_every_fault() {
    var random = new Random(SEED);
    var plan = new ArrayList<Fault>();
    for (var round = 0; round < ROUNDS; round++) {
      var faults = new ArrayList<>(Fault.all(random));
      Collections.shuffle(faults, random);
      plan.addAll(faults);
    }
    System.out.printf("plan of seed %d: %s%n", SEED, plan);
    requireAllKept(plan);
  }

  @Test
  void tasks_of_killed_nodes_go_on_elsewhere() {
    requireAllKept(
        IntStream.range(0, KILLS).mapToObj(kill -> Fault.kill(kill % Fleet.NODES)).toList());
  }

  private void requireAllKept(List<Fault> plan) {
    try (var fleet = Fleet.start(folder, Build.sound())) {
      var outcome = Run.of(fleet, plan);
      System.out.println(Report.of(outcome));
      assertThat(Checker.faults(outcome.evidence(), TASKS_PER_FAULT * plan.size())).isEmpty();
      requireSomethingToJudge(outcome.evidence());
      assertThat(outcome.evidence().told()).allMatch(told -> told.status().equals("completed"));
    }
  }

  /** Records that are empty agree with everything. */
  private static void requireSomethingToJudge(Evidence evidence) {
    assertThat(evidence.told()).anyMatch(told -> !told.watched().isEmpty());
    assertThat(evidence.shown()).anyMatch(shown -> !shown.findings().isEmpty());
    assertThat(evidence.shown())
        .anyMatch(shown -> shown.node().endsWith(Run.HEARD) && !shown.findings().isEmpty());
    assertThat(evidence.answered()).isNotEmpty();
    assertThat(evidence.listed()).hasSize(Fleet.NODES);
    assertThat(evidence.lineages()).as("journals that others went on with").isNotEmpty();
  }
}
