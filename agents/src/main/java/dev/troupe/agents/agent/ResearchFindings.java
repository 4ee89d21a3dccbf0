package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.shared.Finding;
import dev.troupe.agents.shared.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The findings in a researcher's output: its first claims, each with the quote it rests on, and
 * what they contradict of each other and of what the researcher was shown. Pure.
 */
final class ResearchFindings {
  /** The most important ones: the rest travels with the output. */
  static final int AT_MOST = 3;

  private static final Pattern LABEL = Pattern.compile("[Ff](\\d{1,3})");

  private final List<Finding> shown;
  private final Instant at;

  /**
   * @param shown of others, in the order of their labels
   */
  ResearchFindings(List<Finding> shown, Instant at) {
    this.shown = shown;
    this.at = at;
  }

  /** Without an author. Empty for what is no research. */
  List<Finding> of(JsonNode output) {
    var found = new ArrayList<Optional<Finding>>();
    var claims = output.path("claims");
    for (int index = 0; index < Math.min(AT_MOST, claims.size()); index++) {
      found.add(finding(claims.path(index), contradicted(output, index, found)));
    }
    return found.stream().flatMap(Optional::stream).distinct().toList();
  }

  private Optional<Finding> finding(JsonNode claim, List<String> contradicts) {
    var document = claim.path("document");
    var quote = claim.path("quote");
    if (!claim.path("text").isTextual() || !document.isTextual() || !quote.isTextual()) {
      return Optional.empty();
    }
    var source = new Source(document.asText(), claim.path("passage").textValue(), quote.asText());
    var confidence = claim.path("confidence");
    return Finding.of(
            "",
            claim.path("text").asText(),
            List.of(source),
            confidence.isNumber() ? Math.clamp(confidence.doubleValue(), 0, 1) : null,
            contradicts(claim, contradicts),
            at)
        .fitted();
  }

  private List<String> contradicts(JsonNode claim, List<String> own) {
    var ids = new ArrayList<>(own);
    for (var name : claim.path("contradicts")) {
      shown.stream()
          .filter(
              finding -> finding.id().equals(name.asText()) || isLabelled(finding, name.asText()))
          .map(Finding::id)
          .forEach(ids::add);
    }
    return ids.stream().distinct().toList();
  }

  private boolean isLabelled(Finding finding, String name) {
    var label = LABEL.matcher(name);
    return label.matches() && Integer.parseInt(label.group(1)) == shown.indexOf(finding) + 1;
  }

  /** Of two claims that disagree, the later one says so. */
  private static List<String> contradicted(
      JsonNode output, int index, List<Optional<Finding>> before) {
    var ids = new ArrayList<String>();
    for (var disagreement : output.path("disagreements")) {
      var members = new ArrayList<Integer>();
      disagreement.path("claims").forEach(member -> members.add(member.asInt(-1)));
      if (members.contains(index)) {
        for (int member : members) {
          if (member >= 0 && member < index) {
            before.get(member).map(Finding::id).ifPresent(ids::add);
          }
        }
      }
    }
    return ids;
  }
}
