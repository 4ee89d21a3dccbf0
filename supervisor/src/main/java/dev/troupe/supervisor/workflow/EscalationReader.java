package dev.troupe.supervisor.workflow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads {@code "X-Troupe": {"escalate": ...}} of a Task state. */
final class EscalationReader {
  static final String ESCALATE = "escalate";

  private static final String AFTER_ATTEMPTS = "afterAttempts";
  private static final Set<String> REQUEST =
      Set.of("question", "approvers", "form", "quorum", "expiresInSeconds", "escalation");
  private static final int ATTEMPTS_AT_MOST = 1_000;

  private EscalationReader() {}

  /**
   * @param own what stands under the key of the language's extensions
   */
  static @Nullable Escalation read(Fields own) {
    var escalate = own.has(ESCALATE) ? own.object(ESCALATE) : null;
    if (escalate == null) {
      return null;
    }
    escalate.allow(ESCALATE, known(own.language()));
    check(escalate);
    var request = (ObjectNode) escalate.json().deepCopy();
    request.remove(AFTER_ATTEMPTS);
    return new Escalation(
        escalate.integer(AFTER_ATTEMPTS, 1, 1, ATTEMPTS_AT_MOST),
        TemplateReader.read(request, own.at(ESCALATE), own.language(), own.faults()));
  }

  private static Set<String> known(Language language) {
    Set<String> known = new TreeSet<>(REQUEST);
    if (language == Language.JSONPATH) {
      REQUEST.forEach(name -> known.add(name + ".$"));
    }
    known.add(AFTER_ATTEMPTS);
    return known;
  }

  /** What needs no evaluation is checked before anything runs. */
  private static void check(Fields escalate) {
    for (var number : Set.of("quorum", "expiresInSeconds")) {
      if (!escalate.json().path(number).isTextual()) {
        escalate.optionalInteger(number, 1, StateReader.SECONDS_AT_MOST);
      }
    }
    if (escalate.has("question")) {
      escalate.text("question");
    }
    var approvers = escalate.json().path("approvers");
    if (approvers.isArray()) {
      escalate.texts("approvers");
    } else if (escalate.has("approvers") && !approvers.isTextual()) {
      escalate.fault("approvers", "'approvers' must be an array of strings.");
    }
  }
}
