package dev.troupe.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.supervisor.NamedWorkflows.Named;
import dev.troupe.supervisor.NamedWorkflows.Summary;
import dev.troupe.supervisor.SubmitReply.Fault;
import java.util.List;

/** Workflows and their checks as JSON documents: what the API and {@code --json} show. */
public final class WorkflowDocuments {
  private WorkflowDocuments() {}

  public static ObjectNode list(List<Summary> workflows) {
    ObjectNode json = EdgeJson.object();
    var list = json.putArray("workflows");
    workflows.forEach(workflow -> list.add(of(workflow)));
    return json;
  }

  public static ObjectNode of(Summary workflow) {
    return EdgeJson.object()
        .put("name", workflow.name())
        .put("hash", workflow.hash())
        .put("comment", workflow.comment())
        .put("source", workflow.source());
  }

  public static ObjectNode of(Named workflow) {
    ObjectNode json = of(workflow.summary());
    json.set("definition", workflow.definition());
    return json;
  }

  public static ObjectNode report(List<Fault> faults) {
    ObjectNode json = EdgeJson.object().put("valid", faults.isEmpty());
    var errors = json.putArray("errors");
    faults.forEach(
        fault -> errors.addObject().put("pointer", fault.pointer()).put("detail", fault.detail()));
    return json;
  }
}
