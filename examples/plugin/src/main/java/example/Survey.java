package example;

import dev.troupe.agents.function.FunctionFailure;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts what an archivist has found. */
final class Survey {

  /** As a researcher returns it; fields that are not named here are left out. */
  record Findings(String question, List<Claim> claims) {}

  record Claim(String quote, String document) {}

  record Tally(int claims, Map<String, Integer> claimsByDocument, String markdown) {}

  private Survey() {}

  static Tally tally(Findings findings) {
    if (findings.claims().isEmpty()) {
      throw new FunctionFailure("Survey.Nothing", "No document answers: " + findings.question());
    }
    Map<String, Integer> byDocument = new TreeMap<>();
    findings.claims().forEach(claim -> byDocument.merge(claim.document(), 1, Integer::sum));
    return new Tally(findings.claims().size(), byDocument, markdown(findings, byDocument));
  }

  private static String markdown(Findings findings, Map<String, Integer> byDocument) {
    return byDocument.entrySet().stream()
        .map(entry -> "| " + entry.getKey() + " | " + entry.getValue() + " |")
        .collect(
            Collectors.joining(
                "\n", "# " + findings.question() + "\n\n| Document | Claims |\n|---|---|\n", "\n"));
  }
}
