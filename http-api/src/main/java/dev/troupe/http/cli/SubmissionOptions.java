package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.http.EdgeJson;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.workflow.DefinitionText;
import dev.troupe.supervisor.workflow.Fault;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is handed in: a goal, and how to go about it. */
final class SubmissionOptions {
  @Parameters(paramLabel = "GOAL", description = "What is wanted: a question, in quotes.")
  String goal = "";

  @Option(
      names = "--workflow",
      paramLabel = "NAME|FILE",
      description = "The workflow: a name (default: report), or a file in Amazon States Language.")
  @Nullable String workflow;

  @Option(
      names = "--model",
      paramLabel = "PROVIDER/MODEL",
      description = "The model of every role in this task. Default: as configured, else offline.")
  @Nullable String model;

  @Option(
      names = "--input",
      paramLabel = "JSON|FILE",
      description = "More input for the workflow: JSON, or a file that holds it.")
  @Nullable String input;

  @Option(names = "--label", paramLabel = "NAME=VALUE", description = "A label; repeatable.")
  Map<String, String> labels = new LinkedHashMap<>();

  @Option(
      names = "--budget",
      paramLabel = "NAME=AMOUNT",
      description =
          "The most this task may take: money, tokens, modelCalls or seconds; exhausted=stop|finish|ask says what then. Repeatable.")
  List<String> budget = new ArrayList<>();

  /** The body of {@code POST /v1/tasks}. */
  ObjectNode body() {
    if (goal.isBlank()) {
      throw new CommandFailure(Exit.USAGE, "the goal is empty; say what is wanted, in quotes");
    }
    ObjectNode body = EdgeJson.object().put("goal", goal);
    String file = workflow;
    if (file != null) {
      body.set("workflow", workflow(file));
    }
    if (model != null) {
      body.put("model", model);
    }
    String text = input;
    if (text != null) {
      body.set("input", input(text));
    }
    if (!labels.isEmpty()) {
      body.set("labels", Json.toTree(labels));
    }
    if (!budget.isEmpty()) {
      body.putObject("limits").set("budget", amounts());
    }
    return body;
  }

  /** Numbers as numbers; what is none the server refuses by its name. */
  private ObjectNode amounts() {
    ObjectNode amounts = EdgeJson.object();
    for (var said : budget) {
      var at = said.indexOf('=');
      if (at < 1) {
        throw new CommandFailure(
            Exit.USAGE, "--budget %s: write NAME=AMOUNT, as modelCalls=20".formatted(said));
      }
      var name = said.substring(0, at);
      if (amounts.has(name)) {
        throw new CommandFailure(Exit.USAGE, "--budget says %s twice; say it once".formatted(name));
      }
      amounts.set(name, amount(said.substring(at + 1)));
    }
    return amounts;
  }

  /** People may write zeros before a number, JSON may not. */
  static JsonNode amount(String text) {
    return text.matches("[0-9]+([.][0-9]+)?")
        ? Json.parse(new BigDecimal(text).toPlainString())
        : Json.toTree(text);
  }

  /** What {@code --workflow} says, as a body says it: a name, or a file's definition. */
  static JsonNode workflow(String nameOrFile) {
    return isFile(nameOrFile) ? definition(Path.of(nameOrFile)) : Json.toTree(nameOrFile);
  }

  private static boolean isFile(String workflow) {
    return workflow.matches(".*\\.(json|ya?ml|asl)") || workflow.contains("/");
  }

  /** A workflow's file, JSON or YAML; what a tree cannot show any more is refused here. */
  private static JsonNode definition(Path file) {
    return switch (DefinitionText.parse(read(file, "--workflow"))) {
      case DefinitionText.Broken(var detail) ->
          throw new CommandFailure(Exit.USAGE, file + ": " + detail);
      case DefinitionText.Tree(_, var faults) when !faults.isEmpty() ->
          throw new CommandFailure(Exit.USAGE, listed(file, faults));
      case DefinitionText.Tree(var json, _) when !json.isObject() ->
          throw new CommandFailure(
              Exit.USAGE, file + " holds no workflow; `troupe workflow show report` prints one");
      case DefinitionText.Tree(var json, _) -> json;
    };
  }

  private static String listed(Path file, List<Fault> faults) {
    return faults.stream()
        .map(fault -> file + fault.pointer() + ": " + fault.detail())
        .collect(Collectors.joining("\n  "));
  }

  private static JsonNode input(String text) {
    boolean inline = text.isBlank() || "{[\"-0123456789tfn".indexOf(text.strip().charAt(0)) >= 0;
    if (inline && !Files.exists(Path.of(text.length() < 200 ? text : "-"))) {
      return json(text, "--input");
    }
    return json(read(Path.of(text), "--input"), text);
  }

  private static JsonNode json(String text, String where) {
    try {
      return Json.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(Exit.USAGE, where + ": " + e.getMessage(), e);
    }
  }

  static String read(Path file, String option) {
    if (Files.isDirectory(file)) {
      throw new CommandFailure(Exit.USAGE, option + ": " + file + " is a folder; name a file");
    }
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new CommandFailure(
          Exit.USAGE, option + ": the file " + file + " does not exist or cannot be read", e);
    }
  }
}
