package dev.troupe.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.troupe.agents.model.ToolRequest;
import dev.troupe.persistence.Json;
import dev.troupe.testkit.Rehearsal;
import dev.troupe.testkit.ScriptedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/tools.md shows is what the build compiles and runs. */
class ToolsPageTest {
  private static final Pattern CODE =
      Pattern.compile("```(?:java|hocon) file\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern MACHINE = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);
  private static final Path ROOT = Path.of("..");
  private static final Path PAGE = ROOT.resolve("docs/tools.md");
  private static final Path SOURCES = ROOT.resolve("http-api/src/test/java/dev/troupe/embedded");

  private static String plain(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  private static String machine() throws IOException {
    var found = MACHINE.matcher(Files.readString(PAGE));
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  private static Rehearsal rehearsal(ScriptedModel model) {
    var warehouse = new Warehouse();
    var roles = warehouse.roles().atPath("troupe.roles").root().render();
    return Rehearsal.of(model, roles, warehouse.tools());
  }

  @Test
  void each_piece_of_code_stands_in_a_file_of_the_build() throws IOException {
    var files =
        plain(Files.readString(SOURCES.resolve("Warehouse.java")))
            + plain(Files.readString(SOURCES.resolve("ToolsPageTest.java")));
    var pieces =
        CODE.matcher(Files.readString(PAGE)).results().map(piece -> plain(piece.group(1))).toList();
    assertThat(pieces).hasSizeGreaterThanOrEqualTo(4);
    assertThat(pieces).allSatisfy(piece -> assertThat(files).contains(piece));
  }

  @Test
  void the_clerk_looks_into_the_warehouse_before_he_answers() {
    var model =
        new ScriptedModel()
            .asks("clerk", new ToolRequest("call-1", "stock_of", "{\"name\": \"lamp\"}"))
            .says("clerk", "There are four lamps.");
    try (var rehearsal = rehearsal(model)) {
      var id = rehearsal.submit("How many lamps are there?", CLERK);
      assertThat(rehearsal.awaitEnd(id).output())
          .isEqualTo(Json.parse("\"There are four lamps.\""));
      var shown = (ToolExecutionResultMessage) model.calls().get(1).prompt().messages().getLast();
      assertThat(shown.text()).isEqualTo("{\"name\":\"lamp\",\"pieces\":4}");
    }
  }

  private static final String CLERK =
      """
      {"StartAt": "Ask", "States": {"Ask": {"Type": "Task", "Resource": "agent:clerk", "End": true}}}
      """;

  @Test
  void the_machine_of_the_page_orders_without_an_agent() throws IOException {
    try (var rehearsal = rehearsal(new ScriptedModel())) {
      var id = rehearsal.submit("lamp", machine());
      assertThat(rehearsal.awaitEnd(id).output())
          .isEqualTo(
              Json.parse("{\"number\": \"O-1\", \"order\": {\"name\": \"lamp\", \"pieces\": 6}}"));
    }
  }
}
