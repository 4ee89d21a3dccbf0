package dev.troupe.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.supervisor.SubmitReply.Fault;
import dev.troupe.supervisor.Tasks.WorkflowSummary;
import java.util.List;

/** Workflows and their checks as JSON documents: what the API and {@code --json} show. */
public final class WorkflowDocuments {
  private WorkflowDocuments() {}

  public static ObjectNode list(List<WorkflowSummary> workflows) {
    ObjectNode json = EdgeJson.object();
    var list = json.putArray("workflows");
    workflows.forEach(workflow ->
        list.addObject()
            .put("name", workflow.name())
            .put("hash", workflow.hash())
            .put("comment", workflow.comment()));
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
