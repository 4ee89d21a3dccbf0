package dev.troupe.supervisor.workflow;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.troupe.persistence.CanonicalJson;
import dev.troupe.persistence.SyntaxFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads a definition in Amazon States Language, JSON or YAML, like a compiler: all faults at once.
 */
public final class WorkflowReader {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final ObjectMapper YAML =
      YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();
  private static final Set<String> KNOWN =
      Set.of("Comment", "StartAt", "States", "QueryLanguage", "Version", "TimeoutSeconds");

  private WorkflowReader() {}

  public static Reading read(String text) {
    try {
      var isJson = text.stripLeading().startsWith("{");
      return read((isJson ? JSON : YAML).readTree(text));
    } catch (JsonProcessingException fault) {
      return new Reading.Faulty(
          List.of(new Fault("", "Not JSON or YAML: " + SyntaxFault.sentence(fault))));
    }
  }

  public static Reading read(JsonNode definition) {
    List<Fault> faults = new ArrayList<>();
    if (!definition.isObject()) {
      faults.add(new Fault("", "A workflow is an object with 'StartAt' and 'States'."));
      return new Reading.Faulty(faults);
    }
    var resources = new ArrayList<Workflow.Resource>();
    var fields = new Fields(definition, "", Language.JSONPATH, faults);
    fields.allow("a workflow", KNOWN);
    if (!fields.optionalText("Version", "1.0").equals("1.0")) {
      fields.fault("Version", "The only version of the language is \"1.0\".");
    }
    var timeout = fields.optionalInteger("TimeoutSeconds", 1, 99_999_999);
    var machine = new MachineReader(resources).read(fields, Language.JSONPATH, true);
    if (!faults.isEmpty()) {
      return new Reading.Faulty(List.copyOf(faults));
    }
    return new Reading.Sound(
        new Workflow(
            CanonicalJson.sha256(definition),
            fields.optionalText("Comment", ""),
            definition,
            machine,
            timeout,
            List.copyOf(resources)));
  }
}
