package dev.troupe.cluster;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.troupe", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule the_node_knows_no_word_of_the_business =
      noClasses()
          .that()
          .resideInAPackage("dev.troupe.cluster..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.troupe.persistence..",
              "dev.troupe.agents..",
              "dev.troupe.supervisor..",
              "dev.troupe.http..",
              "dev.troupe.embedded..",
              "dev.langchain4j..");
}
