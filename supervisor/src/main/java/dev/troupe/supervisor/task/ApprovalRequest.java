package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.supervisor.task.Approval.Level;
import dev.troupe.supervisor.workflow.EvaluationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a step asks people, read from its evaluated input. */
record ApprovalRequest(
    String question,
    @Nullable JsonNode details,
    @Nullable JsonNode form,
    int quorum,
    Level first,
    List<Level> chain) {
  static final String MALFORMED = "Approval.Malformed";

  private static final Set<String> FIELDS =
      Set.of(
          "question", "details", "form", "approvers", "quorum", "expiresInSeconds", "escalation");
  private static final Set<String> LEVEL = Set.of("approvers", "expiresInSeconds");
  private static final int QUESTION_AT_MOST = 4_000;
  private static final int APPROVERS_AT_MOST = 100;
  private static final int APPROVER_AT_MOST = 256;
  private static final int LEVELS_AT_MOST = 32;
  private static final int SECONDS_AT_MOST = 99_999_999;

  /**
   * @throws EvaluationFailure naming every field that is wrong
   */
  static ApprovalRequest read(JsonNode input) {
    return new Reader().read(input);
  }

  /** Gathers every fault of one input; what is wrong reads as if it were not there. */
  private static final class Reader {
    private final List<String> faults = new ArrayList<>();

    ApprovalRequest read(JsonNode input) {
      if (!input.isObject()) {
        throw malformed("it must be an object with a 'question'");
      }
      allow(input, "", FIELDS);
      var first = level(input, "");
      var request =
          new ApprovalRequest(
              question(input),
              present(input, "details"),
              form(input),
              whole(input, "", "quorum", APPROVERS_AT_MOST, 1),
              first,
              chain(input, first));
      if (!faults.isEmpty()) {
        throw malformed(String.join("; ", faults));
      }
      return request;
    }

    private static EvaluationFailure malformed(String what) {
      return new EvaluationFailure(
          MALFORMED, "What 'human:approval' is given does not fit: %s.".formatted(what));
    }

    private void allow(JsonNode object, String at, Set<String> known) {
      object
          .fieldNames()
          .forEachRemaining(name -> {
            if (!known.contains(name)) {
              var names = String.join(", ", known.stream().sorted().toList());
              faults.add("unknown field '%s%s', the fields are %s".formatted(at, name, names));
            }
          });
    }

    private String question(JsonNode input) {
      var question = input.path("question");
      if (!question.isTextual() || question.asText().isBlank()) {
        faults.add("'question' is required and must be a text");
      } else if (question.asText().length() > QUESTION_AT_MOST) {
        faults.add(
            "'question' may have %d characters; put what is longer into 'details'"
                .formatted(QUESTION_AT_MOST));
      }
      return question.asText();
    }

    private @Nullable JsonNode form(JsonNode input) {
      var form = present(input, "form");
      if (form != null && !form.isObject()) {
        faults.add("'form' must be a JSON Schema, an object");
      } else if (form != null) {
        ApprovalForm.faultOfDefinition(form)
            .ifPresent(fault -> faults.add("'form' cannot be used: " + fault));
      }
      return form;
    }

    private Level level(JsonNode object, String at) {
      var seconds = present(object, "expiresInSeconds");
      return new Level(
          approvers(object, at),
          seconds == null ? null : whole(object, at, "expiresInSeconds", SECONDS_AT_MOST, 0));
    }

    private List<String> approvers(JsonNode object, String at) {
      List<String> approvers = new ArrayList<>();
      var given = present(object, "approvers");
      if (given == null) {
        return approvers;
      }
      var sound = given.isArray() && given.size() <= APPROVERS_AT_MOST;
      for (var approver : given) {
        var text = approver.asText();
        sound &= approver.isTextual() && !text.isBlank() && text.length() <= APPROVER_AT_MOST;
        approvers.add(text);
      }
      if (!sound) {
        faults.add(
            "'%sapprovers' must be an array of at most %d texts of at most %d characters"
                .formatted(at, APPROVERS_AT_MOST, APPROVER_AT_MOST));
      }
      return List.copyOf(approvers);
    }

    private List<Level> chain(JsonNode input, Level first) {
      List<Level> chain = new ArrayList<>();
      var given = present(input, "escalation");
      if (given == null) {
        return chain;
      }
      if (!given.isArray() || given.size() > LEVELS_AT_MOST) {
        faults.add("'escalation' must be an array of at most %d objects".formatted(LEVELS_AT_MOST));
        return chain;
      }
      var before = first;
      for (var index = 0; index < given.size(); index++) {
        if (before.expiresInSeconds() == null) {
          faults.add(
              "'escalation[%d]' is never asked, for nothing before it has 'expiresInSeconds'"
                  .formatted(index));
        }
        before = entry(given.path(index), "escalation[%d]".formatted(index));
        chain.add(before);
      }
      return List.copyOf(chain);
    }

    private Level entry(JsonNode entry, String at) {
      if (!entry.isObject()) {
        faults.add("'%s' must be an object with 'approvers'".formatted(at));
      }
      allow(entry, at + ".", LEVEL);
      var level = level(entry, at + ".");
      if (entry.isObject() && level.approvers().isEmpty()) {
        faults.add("'%s.approvers' must name somebody".formatted(at));
      }
      return level;
    }

    private int whole(JsonNode object, String at, String field, int atMost, int otherwise) {
      var number = present(object, field);
      if (number == null) {
        return otherwise;
      }
      if (number.canConvertToExactIntegral()
          && number.canConvertToInt()
          && number.intValue() >= 1
          && number.intValue() <= atMost) {
        return number.intValue();
      }
      faults.add("'%s%s' must be a whole number from 1 to %d".formatted(at, field, atMost));
      return otherwise;
    }

    /** An expression may come to null where there is nothing to say. */
    private static @Nullable JsonNode present(JsonNode object, String field) {
      var value = object.get(field);
      return value == null || value.isNull() ? null : value;
    }
  }
}
