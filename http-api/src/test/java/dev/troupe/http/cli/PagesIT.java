package dev.troupe.http.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.http.cli.PageExamples.Example;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.workflow.Reading;
import dev.troupe.supervisor.workflow.WorkflowReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages on states show is what the program does, word for word. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesIT {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

  @TempDir private static Path folder;

  private @Nullable OwnServer started;

  @BeforeAll
  void start() {
    started = new OwnServer(folder.resolve("data"));
  }

  @AfterAll
  void stop() {
    server().close();
  }

  private OwnServer server() {
    return Objects.requireNonNull(started);
  }

  static Stream<Example> examples() throws IOException {
    var examples = new ArrayList<Example>();
    for (Path page : PageExamples.pages()) {
      examples.addAll(PageExamples.of(page));
    }
    return examples.stream();
  }

  @Test
  void there_is_a_page_with_an_example_for_every_kind_of_state() throws IOException {
    for (var kind :
        List.of("task", "choice", "wait", "parallel", "map", "pass", "succeed", "fail")) {
      assertThat(PageExamples.of(PageExamples.folder().resolve(kind + ".md"))).as(kind).hasSize(1);
    }
  }

  @Test
  void every_link_leads_somewhere() throws IOException {
    for (Path page : PageExamples.pages()) {
      assertThat(LINK.matcher(Files.readString(page)).results().map(found -> found.group(1)))
          .as(page.toString())
          .allSatisfy(link -> assertThat(page.resolveSibling(link)).exists());
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void every_machine_is_sound_and_prints_what_its_page_shows(Example example) throws Exception {
    assertThat(WorkflowReader.read(example.machine())).isInstanceOf(Reading.Sound.class);
    Path file = Files.writeString(folder.resolve(example.file()), example.machine());

    Ran ran = run(example, file);

    String exit = example.tellsExit() ? "exit " + ran.exit() : "";
    assertThat((ran.out() + ran.err() + exit).strip()).isEqualTo(example.printed());
    List<String> events = events();
    assertThat(example.inOrder() ? events : events.stream().sorted().toList())
        .isEqualTo(example.events());
  }

  private Ran run(Example example, Path file) {
    var words = new ArrayList<>(example.command());
    words.replaceAll(word -> word.equals(example.file()) ? file.toString() : word);
    return server().run(words);
  }

  private List<String> events() {
    Ran shown = server().run("show", server().newTask(), "--events");
    return shown.out().lines().map(line -> Json.parse(line).path("type").asText()).toList();
  }
}
