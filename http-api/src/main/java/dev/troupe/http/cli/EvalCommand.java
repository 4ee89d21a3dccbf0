package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.http.eval.Baseline;
import dev.troupe.http.eval.CaseFile;
import dev.troupe.http.eval.EvalCase;
import dev.troupe.http.eval.ScoreTable;
import dev.troupe.http.eval.Scorecard;
import dev.troupe.persistence.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code troupe eval}: questions whose answers are judged. */
@Command(
    name = "eval",
    description = {
      "Run the questions of a file through a workflow, judge the answers, and print a table.",
      "A line of the file is {\"goal\": ..., \"expect\": {...}}; docs/evaluation.md names its fields.",
      "Exit 1 if a case fails; with --baseline, if one fails that did not fail there."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  troupe eval cases.jsonl --knowledge docs/ --json > before.json",
      "  troupe eval cases.jsonl --model openai/NAME --baseline before.json",
      "  troupe eval case $ID >> cases.jsonl"
    })
final class EvalCommand implements Callable<Integer> {
  private static final int TOGETHER = 4;
  private static final int TOGETHER_AT_MOST = 64;

  private final Streams streams;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private final EngineOptions engine = new EngineOptions();

  @Parameters(paramLabel = "CASES.jsonl", arity = "0..1", description = "One case a line.")
  private @Nullable Path file;

  @Option(
      names = "--workflow",
      paramLabel = "NAME|FILE",
      description = "The workflow of every case that names none. Default: report.")
  private @Nullable String workflow;

  @Option(
      names = "--model",
      paramLabel = "PROVIDER/MODEL",
      description = "The model of every role, in every case that names none.")
  private @Nullable String model;

  @Option(
      names = "--knowledge",
      paramLabel = "DIR",
      description = "The documents of every case that names no collection.")
  private @Nullable Path knowledge;

  @Option(
      names = "--judge-model",
      paramLabel = "PROVIDER/MODEL",
      description = "Who answers the cases' `judge` questions.")
  private @Nullable String judgeModel;

  @Option(
      names = "--baseline",
      paramLabel = "FILE",
      description = "An earlier run's --json, to compare with.")
  private @Nullable Path baseline;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "Cases at the same time, 1 to 64. Default: ${DEFAULT-VALUE}.")
  private int concurrency = TOGETHER;

  @Option(names = "--json", description = "Print the report as JSON.")
  private boolean json;

  EvalCommand(Streams streams) {
    this.streams = streams;
  }

  static Map<String, Object> children(Streams streams) {
    return Map.of("case", new EvalCaseCommand(streams));
  }

  @Override
  public Integer call() {
    List<EvalCase> cases = cases();
    Optional<Baseline> before = before();
    try (Session session = engine.session(streams)) {
      ObjectNode common = common(session.client());
      cases.forEach(one -> common.properties().forEach(field -> fill(one.body(), field)));
      var run = new EvalRun(session.client(), judgeModel, engine.quiet ? null : streams);
      Scorecard scorecard;
      try (var _ = Interruption.handledBy(run::stop)) {
        scorecard = new Scorecard(run.all(cases, concurrency), before);
      }
      print(scorecard);
      return scorecard.isGood() ? Exit.ANSWERED.code() : Exit.FAILED.code();
    }
  }

  private List<EvalCase> cases() {
    Path chosen = file;
    if (chosen == null) {
      throw usage("name a file of cases, or the command `case`");
    }
    if (concurrency < 1 || concurrency > TOGETHER_AT_MOST) {
      throw usage("--concurrency must be 1 to " + TOGETHER_AT_MOST);
    }
    List<EvalCase> cases = read(chosen);
    if (cases.isEmpty()) {
      throw usage(chosen + " holds no case");
    }
    if (judgeModel == null) {
      cases.stream()
          .filter(one -> one.expect().question().isPresent())
          .findFirst()
          .ifPresent(one -> {
            throw usage(
                "the case '%s' is put before a model that judges; name it with --judge-model"
                    .formatted(one.id()));
          });
    }
    return cases;
  }

  private List<EvalCase> read(Path chosen) {
    try {
      return CaseFile.read(SubmissionOptions.read(chosen, "CASES.jsonl").lines().toList());
    } catch (IllegalArgumentException wrong) {
      throw new CommandFailure(Exit.USAGE, chosen + ", " + wrong.getMessage(), wrong);
    }
  }

  private Optional<Baseline> before() {
    Path earlier = baseline;
    if (earlier == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Baseline.of(SubmissionOptions.read(earlier, "--baseline")));
    } catch (IllegalArgumentException wrong) {
      throw new CommandFailure(
          Exit.USAGE, "--baseline: " + earlier + ": " + wrong.getMessage(), wrong);
    }
  }

  /** What the command line sets for every case. */
  private ObjectNode common(ApiClient client) {
    ObjectNode common = Json.MAPPER.createObjectNode();
    String machine = workflow;
    if (machine != null) {
      common.set("workflow", SubmissionOptions.workflow(machine));
    }
    if (model != null) {
      common.put("model", model);
    }
    var adding = new KnowledgeAdding(client, streams, engine.quiet);
    Path folder = knowledge;
    if (folder == null) {
      adding.addBuiltIn();
    } else {
      common.set("knowledge", Json.toTree(List.of(adding.addFolder(folder))));
    }
    return common;
  }

  private static void fill(ObjectNode body, Map.Entry<String, JsonNode> field) {
    if (!body.has(field.getKey())) {
      body.set(field.getKey(), field.getValue());
    }
  }

  private void print(Scorecard scorecard) {
    if (json) {
      streams.print(scorecard.json());
    } else {
      ScoreTable.lines(scorecard).forEach(streams.out()::println);
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
