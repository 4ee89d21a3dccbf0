package dev.troupe.supervisor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

@AnalyzeClasses(packages = "dev.troupe.supervisor", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] ACTORS_AND_IO = {
    "org.apache.pekko..", "java.io..", "java.nio.file..", "java.net..", "dev.langchain4j.."
  };

  /** What hosts the core in an actor: everything else in the package is the core. */
  private static final String HOST =
      ".*\\.task\\.(Supervisor|SupervisorMessage|Conduct|Team|WakeUpRow|AlarmClock|Audience|Workflows|Hosting|Children|HistoryCopy)"
          + "(\\$.*)?";

  @ArchTest
  static final ArchRule nothing_knows_the_edge =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.troupe.http..", "dev.troupe.embedded..");

  @ArchTest
  static final ArchRule
      the_supervisor_sees_only_the_protocol_of_agents_what_they_share_and_who_is_told_of_work =
          noClasses()
              .that()
              .resideInAPackage("dev.troupe.supervisor..")
              .should()
              .dependOnClassesThat(
                  JavaClass.Predicates.resideInAPackage("dev.troupe.agents.*..")
                      .and(
                          DescribedPredicate.not(
                              JavaClass.Predicates.resideInAnyPackage(
                                  "dev.troupe.agents.telemetry", "dev.troupe.agents.shared"))));

  @ArchTest
  static final ArchRule workflows_know_no_tasks =
      noClasses()
          .that()
          .resideInAPackage("dev.troupe.supervisor.workflow..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.troupe.supervisor.task..", "dev.troupe.supervisor.view..");

  @ArchTest
  static final ArchRule tasks_know_no_views =
      noClasses()
          .that()
          .resideInAPackage("dev.troupe.supervisor.task..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.troupe.supervisor.view..");

  @ArchTest
  static final ArchRule the_evaluator_has_no_actor_and_no_io =
      noClasses()
          .that()
          .resideInAPackage("dev.troupe.supervisor.workflow..")
          .and()
          .doNotHaveSimpleName("DefinitionParser")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ACTORS_AND_IO);

  @ArchTest
  static final ArchRule the_core_has_no_actor_and_no_io =
      noClasses()
          .that()
          .resideInAPackage("dev.troupe.supervisor.task..")
          .and()
          .haveNameNotMatching(HOST)
          .should()
          .dependOnClassesThat(
              JavaClass.Predicates.resideInAnyPackage(ACTORS_AND_IO).as("actors and I/O"));

  @ArchTest
  static final ArchRule the_core_has_no_clock_and_no_die =
      noClasses()
          .that()
          .resideInAnyPackage("dev.troupe.supervisor.task..", "dev.troupe.supervisor.workflow..")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(InstantSource.class, "system")
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .callMethod(UUID.class, "randomUUID")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Random.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(ThreadLocalRandom.class);
}
