package dev.troupe.agents.shared;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.persistence.Json;
import java.util.List;

/**
 * What is known of a task as JSON: {@code {findings: [{id, claim, sources: [{document, passage,
 * quote}], by: [role/number], confidence, contradicts: [id], at}], contradictions: [{says, of}],
 * claims: [{question, by, assignment, at}], sources: [{document, passage}]}}; of a contradiction
 * both sides stand with claim and sources.
 */
public final class FindingsJson {
  private FindingsJson() {}

  /**
   * @param seen what the task's agents have read
   */
  public static ObjectNode of(Findings known, List<Seen> seen) {
    var json = Json.MAPPER.createObjectNode();
    var findings = json.putArray("findings");
    known.findings().forEach(held -> findings.add(finding(held)));
    var contradictions = json.putArray("contradictions");
    for (var contradiction : known.contradictions()) {
      var both = contradictions.addObject();
      both.set("says", side(contradiction.says()));
      both.set("of", side(contradiction.of()));
    }
    var claims = json.putArray("claims");
    for (var claim : known.claims()) {
      claims
          .addObject()
          .put("question", claim.question())
          .put("by", claim.by())
          .put("assignment", claim.assignment())
          .put("at", claim.at().toString());
    }
    var sources = json.putArray("sources");
    seen.forEach(source -> sources.add(Json.toTree(source)));
    return json;
  }

  private static ObjectNode finding(Findings.Held held) {
    var json = side(held);
    var finding = held.finding();
    if (finding.confidence() != null) {
      json.put("confidence", finding.confidence());
    }
    if (finding.contradicts() != null) {
      finding.contradicted().forEach(json.putArray("contradicts")::add);
    }
    return json.put("at", finding.at().toString());
  }

  private static ObjectNode side(Findings.Held held) {
    var finding = held.finding();
    var json = Json.MAPPER.createObjectNode().put("id", finding.id());
    json.put("claim", finding.claim());
    var sources = json.putArray("sources");
    finding.sources().forEach(source -> add(sources, source));
    held.authors().forEach(json.putArray("by")::add);
    return json;
  }

  private static void add(ArrayNode sources, Source source) {
    var json = sources.addObject().put("document", source.document());
    if (source.passage() != null) {
      json.put("passage", source.passage());
    }
    if (source.quote() != null) {
      json.put("quote", source.quote());
    }
  }
}
