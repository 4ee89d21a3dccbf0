package dev.troupe.persistence;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.troupe", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule persistence_uses_nothing_to_its_left =
      noClasses()
          .that()
          .resideInAPackage("dev.troupe.persistence..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.troupe.agents..",
              "dev.troupe.supervisor..",
              "dev.troupe.http..",
              "dev.troupe.embedded..");

  @ArchTest
  static final ArchRule the_doors_do_not_know_what_is_behind_them =
      noClasses()
          .that()
          .resideInAPackage("dev.troupe.persistence")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.troupe.persistence.embedded");

  @ArchTest
  static final ArchRule only_the_embedded_store_knows_rocksdb =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.troupe.persistence.embedded..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.rocksdb..");

  @ArchTest
  static final ArchRule values_and_decisions_are_pure =
      noClasses()
          .that()
          .haveNameMatching("dev\\.troupe\\.persistence\\.(Decision|Value|CanonicalJson|Json).*")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.pekko..", "java.nio.file..", "org.rocksdb..");
}
