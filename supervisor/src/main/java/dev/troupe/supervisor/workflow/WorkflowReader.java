package dev.troupe.supervisor.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.CanonicalJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads a definition in Amazon States Language, JSON or YAML, like a compiler: all faults at once.
 */
public final class WorkflowReader {
  private static final Set<String> KNOWN =
      Set.of("Comment", "StartAt", "States", "QueryLanguage", "Version", "TimeoutSeconds");

  private WorkflowReader() {}

  public static Reading read(String text) {
    return read(DefinitionText.parse(text), true);
  }

  /** What was accepted once: rules that came later do not stop a task that runs by it. */
  public static Reading reread(String text) {
    return read(DefinitionText.parse(text), false);
  }

  public static Reading read(JsonNode definition) {
    return read(definition, List.of(), true);
  }

  public static Reading reread(JsonNode definition) {
    return read(definition, List.of(), false);
  }

  public static Reading read(DefinitionText text) {
    return read(text, true);
  }

  private static Reading read(DefinitionText text, boolean withWays) {
    return switch (text) {
      case DefinitionText.Tree(var json, var faults) -> read(json, faults, withWays);
      case DefinitionText.Broken(var detail) -> new Reading.Faulty(List.of(new Fault("", detail)));
    };
  }

  private static Reading read(JsonNode definition, List<Fault> ofText, boolean withWays) {
    List<Fault> faults = new ArrayList<>(ofText);
    if (!definition.isObject()) {
      faults.add(new Fault("", "A workflow is an object with 'StartAt' and 'States'."));
      return new Reading.Faulty(faults);
    }
    var resources = new ArrayList<Workflow.Resource>();
    var ofItems = new ArrayList<Workflow>();
    var fields = new Fields(definition, "", Language.JSONPATH, faults);
    fields.allow("a workflow", KNOWN);
    if (!fields.optionalText("Version", "1.0").equals("1.0")) {
      fields.fault("Version", "The only version of the language is \"1.0\".");
    }
    var timeout = fields.optionalInteger("TimeoutSeconds", 1, 99_999_999);
    var machine =
        new MachineReader(resources, ofItems, withWays).read(fields, Language.JSONPATH, true);
    var hash = hash(definition, faults);
    if (!faults.isEmpty()) {
      return new Reading.Faulty(List.copyOf(faults));
    }
    return new Reading.Sound(
        new Workflow(
            hash,
            fields.optionalText("Comment", ""),
            definition,
            machine,
            timeout,
            List.copyOf(resources),
            List.copyOf(ofItems)));
  }

  private static String hash(JsonNode definition, List<Fault> faults) {
    try {
      return CanonicalJson.sha256(definition);
    } catch (IllegalArgumentException withoutCanonicalForm) {
      faults.add(new Fault("", String.valueOf(withoutCanonicalForm.getMessage())));
      return "";
    }
  }
}
