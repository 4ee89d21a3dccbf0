package dev.troupe.agents.knowledge.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Listings without fences and indentation, as scraped pages leave them. */
class CodeLinesTest {
  private static final String BEFORE = "This is a sentence about what follows.\n";
  private static final String AFTER = "\nThis is a sentence about what came before.";

  private static List<Integer> linesOf(String text) {
    return CodeLines.in(Line.of(text)).stream().boxed().toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "import os\nfor x in items:\nprint(x)",
        "# Save it\ntable.put_item(Item={\n'id': key,\n'n': 1 # once\n})",
        "prompt = f\"\"\"You are helpful.\nAnswer the user. Be brief.\n{context}\n\"\"\"",
        "{\n\"StartAt\": \"A\",\n\"States\": {\n}\n}",
        "apiVersion: v1\nkind: Pod\nmetadata:\nname: agent\nspec:\ncontainers:\n- name: agent",
        "Resources:\nAgentTopic:\nType: AWS::SNS::Topic\nProperties:\nTopicName: events",
        "graph TD\nsubgraph One\nA[Web UI]\nend\nA --> B[Worker]",
        "sequenceDiagram\nparticipant U as User\nU->>W: POST /hook",
        "FROM eclipse-temurin:25\nWORKDIR /app\nCOPY . .\nRUN make install\nUSER agent",
        "┌────┐\n│ A │\n└────┘\n│\n▼",
        "public final class Agent {\nprivate int state;\n}",
        "const a = await call();\nif (a) {\nreturn a;\n}",
        "SELECT id FROM tasks\nWHERE state = 'open';",
        "```\nanything at all\n```"
      })
  void a_listing_is_code_and_the_prose_around_it_is_not(String listing) {
    int lines = (int) listing.lines().count();
    assertThat(linesOf(BEFORE + listing + AFTER))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, lines).boxed().toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Pros:\n- Auto-scale: Handles bursts.\nCons:\n- Limits: 15min timeout.",
        "State Store: Databases track conversation history.\nOrchestrator: It routes tasks.",
        "# A Heading\nThis is a paragraph under a heading.",
        "The flow is: trigger → function → response (see below).",
        "For agents that wait (e.g., for a person), a queue is right.",
        "While this works, it is slow:\n- one\n- two",
        "Return on investment is what counts.\nImport duties are not.",
        "| a | b |\n|---|---|\n| c = d(e) | f |",
        "If you need this, use it; otherwise, do not;\nthat is all.",
        "Latency (p99) = 0.8 s in the test, which is good enough for us.",
        "From there on, everything is easy."
      })
  void prose_is_no_code(String prose) {
    assertThat(linesOf(prose)).isEmpty();
  }

  @Test
  void a_key_that_leads_in_a_list_behind_a_listing_is_no_code() {
    assertThat(linesOf("E --> F\nAdvantages:\n- Zero operations, automatic scaling"))
        .containsExactly(0);
  }

  @Test
  void a_very_long_line_is_judged_at_once_by_its_spaces() {
    String minified = "a=b(c);".repeat(100_000);
    String prose = "These are words. And (more) of = them: ".repeat(20_000);

    assertThat(linesOf(minified + "\n" + prose)).containsExactly(0);
  }
}
