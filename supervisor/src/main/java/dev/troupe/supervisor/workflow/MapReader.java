package dev.troupe.supervisor.workflow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.persistence.CanonicalJson;
import dev.troupe.supervisor.workflow.State.Batches;
import dev.troupe.supervisor.workflow.State.MapState;
import dev.troupe.supervisor.workflow.State.Tolerance;
import dev.troupe.supervisor.workflow.jsonpath.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a Map state. */
final class MapReader {
  private static final String SELECTOR = "ItemSelector";

  private final Fields fields;
  private final MachineReader machines;
  private final List<Workflow.Resource> resources;

  MapReader(Fields fields, MachineReader machines, List<Workflow.Resource> resources) {
    this.fields = fields;
    this.machines = machines;
    this.resources = resources;
  }

  MapState read(Transition transition) {
    fields.exclude("ItemProcessor", "Iterator");
    fields.exclude(SELECTOR, "Parameters");
    outside("ItemReader");
    outside("ResultWriter");
    var processor = fields.object(fields.has("Iterator") ? "Iterator" : "ItemProcessor");
    var distributed = processor != null && isDistributed(processor);
    var outside = machines.ofItems().size();
    var machine = processor == null ? new StateMachine("", Map.of()) : machine(processor);
    return new MapState(
        items(distributed),
        fields.template(fields.has(SELECTOR) ? SELECTOR : "Parameters"),
        fields.has("ItemBatcher") ? batches() : null,
        Quantities.read(fields, "MaxConcurrency", 0, StateReader.SECONDS_AT_MOST),
        new Tolerance(
            Quantities.read(fields, "ToleratedFailureCount", 0, Integer.MAX_VALUE),
            Quantities.share(fields, "ToleratedFailurePercentage")),
        distributed ? ofItem(processor, machine, outside) : null,
        machine,
        FlowReader.ofMap(fields),
        fields.assign(),
        HandlerReader.read(fields),
        transition);
  }

  private Items items(boolean distributed) {
    if (fields.language() == Language.JSONPATH) {
      var path = fields.purePath("ItemsPath");
      return new Items.AtPath(path == null ? JsonPath.compile("$") : path);
    }
    var items = fields.template("Items");
    if (items instanceof Template.Constant(var json) && !json.isArray() && !json.isObject()) {
      fields.fault("Items", "'Items' must be an array or an expression.");
    }
    return items == null ? new Items.Input() : new Items.Given(items, distributed);
  }

  private static boolean isDistributed(Fields processor) {
    var config = processor.has("ProcessorConfig") ? processor.object("ProcessorConfig") : null;
    if (config == null) {
      return false;
    }
    config.allow("a ProcessorConfig", Set.of("Mode", "ExecutionType"));
    var mode = config.optionalText("Mode", "INLINE");
    if (!mode.equals("INLINE") && !mode.equals("DISTRIBUTED")) {
      config.fault("Mode", "The modes are \"INLINE\" and \"DISTRIBUTED\".");
    }
    return mode.equals("DISTRIBUTED");
  }

  private StateMachine machine(Fields processor) {
    processor.allow("an ItemProcessor", StateFields.PROCESSOR);
    return machines.read(processor, fields.language(), false);
  }

  /** A workflow like any other: its language, if it was that around it, is its own then. */
  private @Nullable Workflow ofItem(@Nullable Fields processor, StateMachine machine, int outside) {
    if (processor == null || !(processor.json() instanceof ObjectNode given)) {
      return null;
    }
    var definition = given.objectNode();
    definition.put("QueryLanguage", fields.language().spelling());
    definition.setAll(given);
    definition.remove("ProcessorConfig");
    try {
      var hash = CanonicalJson.sha256(definition);
      var all = machines.ofItems();
      var inner = List.copyOf(all.subList(outside, all.size()));
      var workflow = new Workflow(hash, "", definition, machine, null, List.of(), inner);
      machines.ofItems().add(workflow);
      return workflow;
    } catch (IllegalArgumentException withoutCanonicalForm) {
      // A fault of the whole definition, which its reader tells.
      return null;
    }
  }

  private @Nullable Batches batches() {
    var batcher = fields.object("ItemBatcher");
    if (batcher == null) {
      return null;
    }
    batcher.allow(
        "an ItemBatcher",
        Set.of(
            "BatchInput",
            "MaxItemsPerBatch",
            "MaxItemsPerBatchPath",
            "MaxInputBytesPerBatch",
            "MaxInputBytesPerBatchPath"));
    return new Batches(
        Quantities.read(batcher, "MaxItemsPerBatch", 1, Integer.MAX_VALUE),
        Quantities.read(batcher, "MaxInputBytesPerBatch", 1, 262_144),
        batcher.template("BatchInput"));
  }

  /** Of the language, but of a storage service that is not here: nothing can be bound to it. */
  private void outside(String field) {
    var service = fields.has(field) ? fields.object(field) : null;
    if (service == null) {
      return;
    }
    service.allow(
        field, Set.of("Resource", "ReaderConfig", "WriterConfig", "Parameters", "Arguments"));
    var resource = service.text("Resource");
    if (resource != null) {
      resources.add(new Workflow.Resource(service.at("Resource"), resource));
    }
    var config = service.has("ReaderConfig") ? service.object("ReaderConfig") : null;
    if (config != null) {
      config.exclude("MaxItems", "MaxItemsPath");
    }
  }
}
