package dev.troupe.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.function.Functions;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.Submission;
import dev.troupe.supervisor.TaskView;
import dev.troupe.supervisor.workflow.Fault;
import dev.troupe.supervisor.workflow.Reading;
import dev.troupe.supervisor.workflow.WorkflowReader;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A workflow written in Java: a name, a definition in Amazon States Language like any other, and
 * the functions that its method references brought along. Only the definition is stored.
 */
public final class Workflow {
  private final String name;
  private final JsonNode definition;
  private final String hash;
  private final Functions functions;

  private Workflow(String name, JsonNode definition, String hash, Functions functions) {
    this.name = name;
    this.definition = definition;
    this.hash = hash;
    this.functions = functions;
  }

  /**
   * Begins one.
   *
   * @param name under which it is registered: 1 to 64 of a-z, 0-9 and '-'
   */
  public static WorkflowBuilder named(String name) {
    return new WorkflowBuilder(name);
  }

  static Workflow of(String name, JsonNode definition, Functions functions) {
    // Read again from its text: what runs later is what a file of this text would be.
    return switch (WorkflowReader.read(Json.write(definition))) {
      case Reading.Sound(var read) -> new Workflow(name, read.definition(), read.hash(), functions);
      case Reading.Faulty(var faults) -> throw new IllegalArgumentException(said(name, faults));
    };
  }

  private static String said(String name, List<Fault> faults) {
    return faults.stream()
        .map(fault -> "\n  " + fault.pointer() + ": " + fault.detail())
        .collect(Collectors.joining("", "The workflow '%s' cannot run:".formatted(name), ""));
  }

  public String name() {
    return name;
  }

  /** In Amazon States Language: what {@code troupe workflow show} prints and a file may hold. */
  public JsonNode definition() {
    return definition.deepCopy();
  }

  /** SHA-256 of the definition's canonical JSON: the same as for a file with this definition. */
  public String hash() {
    return hash;
  }

  /** What its method references and lambdas bound. */
  public Functions functions() {
    return functions;
  }

  /**
   * A task for it, of the tenant {@code default}.
   *
   * @param input a record or anything else with a JSON form; its states find it as {@code
   *     $states.input.input} where the workflow begins
   */
  public Submission submission(String goal, Object input) {
    return Submission.to(name, goal, Json.toTree(input));
  }

  /**
   * What a task ended with, as a record.
   *
   * @throws IllegalStateException if it has not completed
   * @throws IllegalArgumentException naming the field that does not fit
   */
  public static <T> T output(TaskView task, Class<T> type) {
    var output = task.output();
    if (output == null) {
      throw new IllegalStateException(
          "The task %s has no output: it is %s".formatted(task.id(), task.status()));
    }
    return Json.fromTree(output, type);
  }
}
