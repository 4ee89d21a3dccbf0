package dev.troupe.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The harness finds what it is to find: each of these builds lacks one thing. */
@EnabledIfSystemProperty(named = "troupe.faults", matches = "true")
class BrokenBuildsIT {
  private static final List<Fault> PLAN =
      List.of(Fault.unheard(0), Fault.kill(0), Fault.suspend(1), Fault.death(2));

  @TempDir Path folder;

  @Test
  void the_same_plan_passes_on_the_sound_build() {
    assertThat(found(Build.sound())).isEmpty();
  }

  @Test
  void without_downing() {
    assertThat(found(Build.with("pekko.cluster.downing-provider-class = \"\"")))
        .anyMatch(fault -> fault.contains("behind death: "));
  }

  @Test
  void without_deduplication() {
    var build =
        Build.changed(
            folder,
            "supervisor/src/main/java/dev/troupe/supervisor/view/Submissions.java",
            "TaskIds.next(tenant, idempotencyKey, now)",
            "TaskIds.next(tenant, null, now)");
    assertThat(found(build)).anyMatch(fault -> fault.contains("no client was told of"));
  }

  @Test
  void without_the_fence() {
    var build =
        Build.changed(
            folder,
            "persistence/cassandra/src/main/java/dev/troupe/persistence/cassandra/Writers.java",
            """
                return cql.run(SAVE, persistenceId, lineage.text(), lineage.lastEpoch() * MICROS)
                    .thenCompose(_ -> recorded(persistenceId))
                    .thenApply(found -> found.orElse(Lineage.UNKNOWN));
            """,
            "return CompletableFuture.completedStage(lineage);");
    assertThat(found(build)).anyMatch(fault -> fault.contains("nobody later has taken over"));
  }

  /**
   * What the checker says; of a run that does not come to its end why, and what of its journals.
   */
  private List<String> found(Build build) {
    try (var fleet = Fleet.start(folder, build)) {
      try {
        return Checker.faults(Run.of(fleet, PLAN).evidence(), PLAN.size());
      } catch (AssertionError endless) {
        var found = new ArrayList<String>();
        found.add(String.valueOf(endless.getMessage()));
        try (var journal = fleet.cassandra().journal()) {
          found.addAll(Checker.faultsOfJournals(journal.rows(), journal.lineages()));
        }
        return found;
      }
    }
  }
}
