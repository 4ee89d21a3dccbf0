package dev.troupe.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.supervisor.ApprovalSummary;
import dev.troupe.supervisor.ApprovalView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Approvals as JSON documents. */
final class ApprovalDocuments {
  private ApprovalDocuments() {}

  static ObjectNode page(ApprovalSummary.Page page) {
    var json = EdgeJson.object();
    var list = json.putArray("approvals");
    page.approvals().forEach(approval -> list.add(summary(approval)));
    return json.put("next", page.next());
  }

  private static ObjectNode summary(ApprovalSummary approval) {
    var json =
        EdgeJson.object()
            .put("id", approval.id())
            .put("task", approval.task())
            .put("state", approval.state())
            .put("status", approval.status().wireName())
            .put("question", approval.question());
    put(json.putArray("approvers"), approval.approvers());
    return json.put("quorum", approval.quorum())
        .put("level", approval.level())
        .put("requestedAt", approval.requestedAt().toString())
        .put("expiresAt", text(approval.expiresAt()))
        .put("closedAt", text(approval.closedAt()));
  }

  static ObjectNode approval(ApprovalView approval) {
    var json =
        EdgeJson.object()
            .put("id", approval.id())
            .put("task", approval.task())
            .put("state", approval.state())
            .put("status", approval.status().wireName())
            .put("question", approval.question());
    json.set("details", approval.details());
    json.set("form", approval.form());
    put(json.putArray("approvers"), approval.approvers());
    json.put("quorum", approval.quorum())
        .put("level", approval.level())
        .put("requestedAt", approval.requestedAt().toString())
        .put("expiresAt", text(approval.expiresAt()))
        .put("closedAt", text(approval.closedAt()));
    var decisions = json.putArray("decisions");
    approval.decisions().forEach(vote -> decisions.add(vote(vote)));
    var late = json.putArray("late");
    approval.late().forEach(decision -> late.add(late(decision)));
    return json;
  }

  private static ObjectNode vote(ApprovalView.Vote vote) {
    return decision(vote.decision().wireName(), vote.by(), vote.as(), vote.edits())
        .put("comment", vote.comment())
        .put("at", vote.at().toString());
  }

  private static ObjectNode late(ApprovalView.Late late) {
    return decision(late.decision().wireName(), late.by(), late.as(), late.edits())
        .put("comment", late.comment())
        .put("at", late.at().toString())
        .put("why", late.why());
  }

  private static ObjectNode decision(
      String decision, String by, @Nullable String as, @Nullable JsonNode edits) {
    var json = EdgeJson.object().put("decision", decision).put("by", by).put("as", as);
    json.set("edits", edits);
    return json;
  }

  private static void put(ArrayNode array, List<String> texts) {
    texts.forEach(array::add);
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
