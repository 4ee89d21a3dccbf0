package dev.troupe.http.eval;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Whether the documents that hold the answer are cited. */
final class DocumentJudge implements Judge {
  private static final String NAME = "documents";

  @Override
  public Optional<Verdict> judge(Expectation expect, Answer answer) {
    if (expect.documents().isEmpty()) {
      return Optional.empty();
    }
    var cited =
        StreamSupport.stream(answer.result().path("citations").spliterator(), false)
            .map(citation -> citation.path("document").asText())
            .collect(Collectors.toSet());
    var missing = expect.documents().stream().filter(wanted -> !cited.contains(wanted)).toList();
    var found = (double) (expect.documents().size() - missing.size()) / expect.documents().size();
    return Optional.of(
        new Verdict(
            NAME,
            missing.isEmpty(),
            Optional.of(found),
            missing.isEmpty() ? "" : "does not cite " + String.join(", ", missing)));
  }
}
