package dev.troupe.agents;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.troupe.agents.agent.AgentEvent;
import dev.troupe.agents.agent.Attempt;
import dev.troupe.agents.agent.Meaning;
import dev.troupe.agents.agent.PromptBuilder;
import dev.troupe.agents.agent.Reading;
import dev.troupe.agents.agent.ReplyReader;
import dev.troupe.agents.agent.Request;
import dev.troupe.agents.agent.Transcript;
import dev.troupe.agents.agent.TranscriptCommand;
import dev.troupe.agents.agent.TranscriptView;
import java.time.Instant;

@AnalyzeClasses(packages = "dev.troupe", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule agents_know_neither_supervisor_nor_edge =
      noClasses()
          .that()
          .resideInAPackage("dev.troupe.agents..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.troupe.supervisor..", "dev.troupe.http..", "dev.troupe.embedded..");

  @ArchTest
  static final ArchRule models_do_not_know_the_agents_that_ask_them =
      noClasses()
          .that()
          .resideInAPackage("dev.troupe.agents.model..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.troupe.agents.agent..");

  @ArchTest
  static final ArchRule conversations_are_pure =
      noClasses()
          .that()
          .belongToAnyOf(
              Transcript.class,
              TranscriptCommand.class,
              TranscriptView.class,
              Attempt.class,
              AgentEvent.class,
              PromptBuilder.class,
              ReplyReader.class,
              Reading.class,
              Meaning.class,
              Request.class)
          .or()
          .haveNameMatching(
              "dev\\.troupe\\.agents\\.agent\\.(Outputs|Quotes|ResearchReply|BriefReply|UserText|FencedPassages|FencedText|ToolMessages|ToolWindow|ToolRecord|ToolPlace|JsonInText|Claims|Standing|Shares|Publications|ResearchFindings|FencedFindings)")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.pekko..", "java.io..", "java.nio.file..", "java.net..")
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching("java\\.time\\.(Clock|InstantSource)|java\\.util\\.Random.*")
          .orShould()
          .callMethod(Instant.class, "now");
}
