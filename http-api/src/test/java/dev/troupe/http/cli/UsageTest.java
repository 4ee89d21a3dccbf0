package dev.troupe.http.cli;

import static dev.troupe.http.cli.Ran.troupe;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "serve",
        "submit",
        "watch",
        "tasks",
        "show",
        "cancel",
        "approvals",
        "approve",
        "reject",
        "resume",
        "knowledge",
        "knowledge add",
        "knowledge list",
        "knowledge search",
        "workflow",
        "workflow validate",
        "workflow list",
        "workflow show",
        "workflow graph",
        "workflow put",
        "workflow delete",
        "eval",
        "eval case",
        "mcp",
        "mcp list",
        "mcp pin",
        "export",
        "import",
        "repair",
        "bench",
        "doctor"
      })
  void explains_every_command_with_an_example(String command) {
    Ran ran = troupe((command + " --help").split(" "));
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains("Usage: troupe " + command, "Example", "  troupe " + command);
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void lists_every_command() {
    assertThat(troupe("--help").out())
        .contains("run", "serve", "submit", "watch", "tasks", "show", "cancel", "resume")
        .contains(
            "approvals", "approve", "reject", "knowledge", "workflow", "export", "bench", "doctor");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense|nonsense",
        "run|GOAL",
        "run why --format pdf|--format",
        "serve --port x|--port",
        "submit a b|Unmatched argument",
        "export|--task",
        "export --task a --all|choose what to export",
        "import|FILE",
        "import missing.ndjson --data target/none|missing.ndjson cannot be read",
        "repair|--task",
        "knowledge|add",
        "mcp|list and pin",
        "mcp pin|NAME",
        "mcp pin nobody --data target/none|there is no MCP server 'nobody' under troupe.mcp",
        "knowledge search|QUERY",
        "knowledge search q --mode deep|--mode",
        "tasks --url ftp://x|--url",
        "run why --workflow missing.json|missing.json",
        "run why --out /no/such/folder/x|--out",
        "run why --config /no/such.conf|--config"
      })
  void names_a_fault_of_usage_on_stderr_and_exits_2(String line, String named) {
    String[] arguments = line.split(" ");
    Ran ran =
        line.startsWith("run") && arguments.length > 1
            ? troupe((line + " --data " + folder).split(" "))
            : troupe(arguments);
    assertThat(ran.exit()).as(ran.err()).isEqualTo(2);
    assertThat(ran.err()).contains(named).doesNotContain("Exception", "\tat ");
    assertThat(ran.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "taks|Did you mean tasks?",
        "tasks --lable a=b|Did you mean --label?",
        "run why --fromat=json|Did you mean --format?",
        "workflow validat x|Did you mean validate?"
      })
  void suggests_what_was_nearly_written(String line, String suggestion) {
    assertThat(troupe(line.split(" ")).err()).contains(suggestion);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "run why --zzz", "submit a b"})
  void suggests_nothing_where_nothing_is_near(String line) {
    assertThat(troupe(line.split(" ")).err()).doesNotContain("Did you mean").contains("--help");
  }

  @Test
  void says_how_a_label_is_written() {
    assertThat(troupe("submit", "why", "--label", "x").err())
        .contains("option '--label' must be NAME=VALUE but is x")
        .doesNotContain("option option");
  }

  @Test
  void names_settings_that_nobody_reads(@TempDir Path data) throws Exception {
    Path file = Files.writeString(folder.resolve("own.conf"), "troupe.taks.steps = 3\nports = 1\n");
    for (String command : List.of("serve", "resume", "doctor", "workflow list")) {
      var arguments = new ArrayList<>(List.of(command.split(" ")));
      arguments.addAll(
          List.of("--data", data.resolve("d").toString(), "--config", file.toString()));
      Ran ran = troupe(arguments.toArray(String[]::new));
      assertThat(ran.exit()).as(command).isEqualTo(2);
      assertThat(ran.err())
          .contains("did you mean troupe.tasks?", "ports: there is no such setting");
      assertThat(ran.out()).isEmpty();
    }
  }

  @Test
  void finds_a_role_of_an_unknown_provider_before_anything_starts() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("own.conf"),
            "troupe.roles.critic { instructions = x, model = \"nope/abc\" }");
    for (String command : List.of("doctor", "serve", "resume")) {
      Ran ran =
          troupe(command, "--data", folder.resolve("d").toString(), "--config", file.toString());
      assertThat(ran.exit()).as(command).isEqualTo(2);
      assertThat(ran.err()).contains("troupe.roles.critic.model", "`nope`", "offline");
    }
  }

  @Test
  void says_where_a_key_comes_from_and_never_what_it_is() throws Exception {
    Path key = Files.writeString(folder.resolve("key"), "s3cret");
    Path file =
        Files.writeString(
            folder.resolve("own.conf"),
            "troupe.models.providers.openai.api-key-file = \"%s\"".formatted(key));

    Ran ran =
        troupe("doctor", "--data", folder.resolve("d").toString(), "--config", file.toString());

    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains("key=in " + key).doesNotContain("s3cret");
  }

  @Test
  void shows_checks_and_lists_workflows_without_an_engine() throws Exception {
    Path data = folder.resolve("untouched");
    Ran list = troupe("workflow", "list", "--data", data.toString());
    Ran show = troupe("workflow", "show", "report", "--data", data.toString());
    Path file = Files.writeString(folder.resolve("mine.asl.json"), show.out());
    Ran sound = troupe("workflow", "validate", file.toString(), "--data", data.toString());
    Files.writeString(file, show.out().replace("agent:writer", "agent:nobody"));
    Ran faulty = troupe("workflow", "validate", file.toString(), "--data", data.toString());

    assertThat(list.out()).contains("report", "bench");
    assertThat(sound.out()).contains("valid");
    assertThat(sound.exit()).isZero();
    assertThat(faulty.exit()).isEqualTo(1);
    assertThat(faulty.out()).contains("nobody", "troupe.roles.nobody");
    Path bound =
        Files.writeString(
            folder.resolve("bound.conf"),
            "troupe.resources = [{ match = \"agent-of:*\", bind = \"agent:writer\" }]");
    Files.writeString(file, show.out().replace("agent:writer", "agent-of:anybody"));
    assertThat(troupe("workflow", "validate", file.toString(), "--config", bound.toString()).exit())
        .isZero();
    assertThat(troupe("workflow", "show", "x", "--data", data.toString()).err())
        .contains("there is no workflow 'x'; `troupe workflow list`");
    assertThat(data).doesNotExist();
  }

  @Test
  void checks_the_language_alone_and_draws_what_is_sound(@TempDir Path own) throws Exception {
    Path file =
        Files.writeString(
            own.resolve("w.asl.json"),
            "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Task\",\"Resource\":\"arn:x\",\"End\":true}}}");
    Path picture = own.resolve("w.svg");
    Ran bound = troupe("workflow", "validate", file.toString(), "--data", own.toString());
    Ran language = troupe("workflow", "validate", file.toString(), "--language-only");
    Ran graph = troupe("workflow", "graph", file.toString());
    Ran drawn =
        troupe(
            "workflow",
            "graph",
            "report",
            "--format",
            "svg",
            "--out",
            picture.toString(),
            "--data",
            own.toString());
    Files.writeString(file, "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\"}}}");
    Ran faulty = troupe("workflow", "graph", file.toString());

    assertThat(bound.exit()).isEqualTo(1);
    assertThat(bound.out()).contains("w.asl.json/States/A/Resource: Nothing is bound");
    assertThat(language.exit()).isZero();
    assertThat(graph.out()).startsWith("flowchart TD").contains("Task: arn:x");
    assertThat(drawn.exit()).isZero();
    assertThat(Files.readString(picture)).startsWith("<svg").contains("agent:reviewer");
    assertThat(faulty.exit()).isEqualTo(1);
    assertThat(faulty.err()).contains("w.asl.json/States/A/Next");
  }

  @Test
  void a_faulty_file_in_the_folder_of_workflows_is_a_fault_of_usage(@TempDir Path own)
      throws Exception {
    Path file =
        Files.writeString(own.resolve("w.asl.yaml"), "StartAt: A\nStates: {A: {Type: Loop}}\n");
    Path config =
        Files.writeString(
            own.resolve("own.conf"), "troupe.workflows.folder = \"%s\"".formatted(own));
    for (String command : List.of("doctor", "serve", "workflow list")) {
      List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
      arguments.addAll(
          List.of("--config", config.toString(), "--data", own.resolve("d").toString()));
      Ran ran = troupe(arguments.toArray(String[]::new));

      assertThat(ran.exit()).as(command).isEqualTo(2);
      assertThat(ran.err()).contains(file + "/States/A/Type: Unknown type of state 'Loop'");
    }
  }

  @Test
  void doctor_names_both_ports_that_a_server_opens() {
    assertThat(troupe("doctor", "--data", folder.resolve("d").toString()).out())
        .contains("127.0.0.1:8080", "127.0.0.1:any free port");
  }

  @Test
  void doctor_shows_what_the_benchmark_uses_only_where_it_is_set_up() throws Exception {
    String data = folder.resolve("d").toString();
    Path file =
        Files.writeString(
            folder.resolve("own.conf"),
            "troupe.models.providers.bench.base-url = \"http://127.0.0.1:9/v1\"");

    assertThat(troupe("doctor", "--data", data).out())
        .contains("name=openai")
        .doesNotContain("name=bench  key");
    assertThat(troupe("doctor", "--data", data, "--config", file.toString()).out())
        .contains("name=bench  url=http://127.0.0.1:9/v1  key=absent");
  }

  @Test
  void doctor_shows_where_prompts_are_not_kept() throws Exception {
    String data = folder.resolve("d").toString();
    Path file = folder.resolve("own.conf");
    assertThat(troupe("doctor", "--data", data).out()).doesNotContain("prompt-cache");

    Files.writeString(file, "troupe.models.providers.anthropic.prompt-cache = off");
    assertThat(troupe("doctor", "--data", data, "--config", file.toString()).out())
        .containsPattern("name=anthropic .*prompt-cache=off")
        .doesNotContainPattern("name=openai .*prompt-cache");

    Files.writeString(file, "troupe.models.providers.anthropic.prompt-cache = maybe");
    Ran faulty = troupe("doctor", "--data", data, "--config", file.toString());
    assertThat(faulty.exit()).isEqualTo(2);
    assertThat(faulty.err())
        .contains("troupe.models.providers.anthropic.prompt-cache: \"maybe\" is neither on nor");
  }

  @Test
  void doctor_names_the_limits_of_model_calls_that_are_set() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("own.conf"),
            """
            troupe.models.providers.openai.limits.calls-at-once = 8
            troupe.models.provider-defaults.limits.requests-per-minute = 60
            """);

    Ran ran =
        troupe("doctor", "--data", folder.resolve("d").toString(), "--config", file.toString());

    assertThat(ran.out())
        .contains("limits=calls-at-once 8, requests-per-minute 60")
        .contains("limits=requests-per-minute 60");
  }

  @Test
  void doctor_says_where_telemetry_would_go() throws Exception {
    String data = folder.resolve("d").toString();
    assertThat(troupe("doctor", "--data", data).out())
        .containsPattern("telemetry\\s+to +nowhere\\s+spans +none\\s+content +none\\s+log +text");
    Path file =
        Files.writeString(
            folder.resolve("own.conf"),
            """
            troupe.telemetry { endpoint = "http://127.0.0.1:4318", sample = 0.25, headers.Authorization = secret }
            troupe.log.format = json
            """);

    assertThat(troupe("doctor", "--data", data, "--config", file.toString()).out())
        .containsPattern("telemetry\\s+to +http://127.0.0.1:4318\\s+spans +of 25 % of all tasks")
        .containsPattern("log +json")
        .doesNotContain("secret");
  }

  @Test
  void telemetry_that_could_go_nowhere_is_refused() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("own.conf"), "troupe.telemetry.endpoint = \"localhost:4318\"");

    Ran ran =
        troupe("doctor", "--data", folder.resolve("d").toString(), "--config", file.toString());

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("troupe.telemetry.endpoint", "http://127.0.0.1:4318");
  }

  @Test
  void doctor_names_budgets_and_those_that_bound_nobody() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("own.conf"),
            "troupe.budgets { task.tokens = 5, tenants { default.tokens = 9, defualt.tokens = 9 } }");

    Ran ran =
        troupe("doctor", "--data", folder.resolve("d").toString(), "--config", file.toString());

    assertThat(ran.out())
        .contains("of=each task  set=troupe.budgets.task")
        .contains("of=tenant default  set=troupe.budgets.tenants.default")
        .contains("warning=troupe.budgets.tenants.defualt bounds nobody");
  }

  @Test
  void says_where_a_limit_of_model_calls_is_misspelled() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("own.conf"), "troupe.models.providers.openai.limits.call-at-once = 8");

    Ran ran =
        troupe("doctor", "--data", folder.resolve("d").toString(), "--config", file.toString());

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err())
        .contains("troupe.models.providers.openai.limits.call-at-once: there is no such setting");
  }

  @Test
  void says_where_a_workflow_is_not_json() throws Exception {
    Path file = Files.writeString(folder.resolve("w.json"), "{\"StartAt\": ");
    assertThat(troupe("submit", "why", "--workflow", file.toString()).err())
        .contains("w.json: Not JSON: line 1, column ")
        .doesNotContain("in 'reader'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "A: &x 1\\nB: *x|w.yaml/B: Aliases of YAML are not read",
        "A: 1\\nA: 2|w.yaml/A: The field 'A' stands here twice",
        "A: [|w.yaml: Not YAML: line 1",
        "a text|w.yaml holds no workflow"
      })
  void refuses_a_workflow_that_would_be_read_as_something_else(String text, String said)
      throws Exception {
    Path file = Files.writeString(folder.resolve("w.yaml"), text.replace("\\n", "\n"));
    for (String command : List.of("run", "submit")) {
      Ran ran =
          troupe(
              command,
              "why",
              "--workflow",
              file.toString(),
              "--data",
              folder.resolve("d").toString());
      assertThat(ran.exit()).as(command).isEqualTo(2);
      assertThat(ran.err()).contains(said);
    }
  }

  @Test
  void says_where_an_input_is_not_json() {
    assertThat(troupe("submit", "why", "--input", "{bad").err())
        .contains("--input", "line 1, column 2", "\"quotes\"");
  }

  @Test
  void refuses_an_address_that_others_can_reach() {
    Ran ran = troupe("serve", "--host", "0.0.0.0", "--port", "0", "--data", folder.toString());
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("0.0.0.0", "trust-network");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tasks",
        "show ID",
        "cancel ID",
        "approvals",
        "approve ID",
        "reject ID",
        "watch ID",
        "submit why"
      })
  void exits_5_where_no_server_answers(String line) {
    Ran ran = troupe((line + " --url http://127.0.0.1:1").split(" "));
    assertThat(ran.exit()).isEqualTo(5);
    assertThat(ran.err()).contains("http://127.0.0.1:1", "troupe serve");
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void keeps_data_where_the_platform_says() {
    assertThat(DataOptions.standard(Map.of("XDG_DATA_HOME", "/x"), "Linux", "/home/u"))
        .isEqualTo(Path.of("/x/troupe"));
    assertThat(DataOptions.standard(Map.of("XDG_DATA_HOME", "x"), "Linux", "/home/u"))
        .isEqualTo(Path.of("/home/u/.local/share/troupe"));
    assertThat(DataOptions.standard(Map.of("HOME", "/home/shell"), "Linux", "/home/u"))
        .isEqualTo(Path.of("/home/shell/.local/share/troupe"));
    assertThat(DataOptions.standard(Map.of(), "Mac OS X", "/Users/u"))
        .isEqualTo(Path.of("/Users/u/Library/Application Support/troupe"));
  }

  @Test
  void names_a_folders_collection_by_its_place() throws Exception {
    Path one = Files.createDirectories(folder.resolve("a/My Docs"));
    Path two = Files.createDirectories(folder.resolve("b/My Docs"));
    assertThat(KnowledgeAdding.collectionOf(one))
        .startsWith("dir-my-docs-")
        .isEqualTo(KnowledgeAdding.collectionOf(one))
        .isNotEqualTo(KnowledgeAdding.collectionOf(two));
  }
}
