package dev.troupe.http.cli;

import static dev.troupe.http.cli.Ran.troupe;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.troupe.cluster.NodeConfiguration;
import dev.troupe.http.Engine;
import dev.troupe.http.cli.PageExamples.Example;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.workflow.Reading;
import dev.troupe.supervisor.workflow.WorkflowReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages on states show is what the program does, word for word. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

  private static final int LOOKS_AT_MOST = 200;

  @TempDir private static Path folder;

  private final Set<String> seen = new HashSet<>();

  private Session server = Session.of(new ApiClient(new HttpTransport("http://127.0.0.1:1")));

  @BeforeAll
  void start() {
    var settings = Map.of("troupe.store.directory", data());
    server =
        Session.of(
            Engine.start(
                NodeConfiguration.load(ConfigFactory.parseMap(settings, "the test"), null)));
    server.openToOthers();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static String data() {
    return folder.resolve("data").toString();
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

  private static Ran run(Example example, Path file) {
    var words = new ArrayList<>(example.command());
    words.replaceAll(word -> word.equals(example.file()) ? file.toString() : word);
    words.addAll(List.of("--data", data()));
    return troupe(words.toArray(String[]::new));
  }

  private List<String> events() throws InterruptedException {
    Ran shown = troupe("show", newTask(), "--events", "--data", data());
    return shown.out().lines().map(line -> Json.parse(line).path("type").asText()).toList();
  }

  /** The list is a moment behind. Children name the workflow that they are, and are passed over. */
  private String newTask() throws InterruptedException {
    for (var left = LOOKS_AT_MOST; left > 0; left--) {
      var list = Json.parse(troupe("tasks", "--json", "--data", data()).out());
      for (var task : list.path("tasks")) {
        var id = task.path("id").asText();
        if (task.path("workflow").asText().equals("inline") && seen.add(id)) {
          return id;
        }
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    throw new AssertionError("the task is not listed");
  }
}
