package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a team has done so far, folded from its task's events. */
final class TeamWork {

  /** One assignment. {@code came} is null while it is under way. */
  record Step(int assignment, String role, String task, Instant began, @Nullable Came came) {}

  /** What a step came to; {@code remarks} are a reviewer's comments, or why it failed. */
  record Came(boolean good, String summary, List<String> remarks, Instant at) {}

  private final Map<Integer, Step> steps = new LinkedHashMap<>();

  /** What agents' models ask people, by the approval: the key of its step. */
  private final Map<String, Integer> questions = new HashMap<>();

  private @Nullable Instant began;
  private @Nullable Instant ended;
  private String ending = "";
  private final Map<String, Spending> spendingByRole = new TreeMap<>();
  private Spending spending = Spending.NOTHING;

  /** The step that the event began or ended; empty for all other events. */
  Optional<Step> apply(JsonNode event) {
    Instant at = Instant.parse(event.path("at").asText());
    JsonNode data = event.path("data");
    if (began == null) {
      began = at;
    }
    return switch (event.path("type").asText()) {
      // People's step is told with the approval's id, by which it is decided.
      case "step-assigned" ->
          Optional.of(assigned(data, at)).filter(step -> !step.role().equals(StepWords.PEOPLE));
      case "approval-requested" -> Optional.of(asked(data, at));
      case "approval-decided", "approval-closed" -> answered(data, at);
      case "agent-called" -> Optional.of(assigned(data, at));
      case "agent-call-ended" ->
          data.path("output").isMissingNode() ? failed(data, at) : returned(data, at);
      case "step-returned" -> returned(data, at);
      case "step-failed" -> failed(data, at);
      case "state-exited" -> decided(event.path("sequence").asInt(), data, at);
      case "task-completed" -> end(outcome(data.path("outcome")), at);
      case "task-failed" -> end("failed", at);
      case "task-cancelled" -> end("cancelled", at);
      case "task-redriven" -> redriven();
      default -> Optional.empty();
    };
  }

  private Step assigned(JsonNode data, Instant at) {
    int number = data.path("assignment").asInt();
    String role = StepWords.role(data);
    String task = StepWords.task(role, data.path("input"));
    if (role.equals(StepWords.PLAN)) {
      task += " · troupe workflow show " + data.path("roleHash").asText();
    }
    var step = new Step(number, role, task, at, null);
    steps.put(number, step);
    return step;
  }

  private Step asked(JsonNode data, Instant at) {
    int number = data.path("assignment").asInt();
    var step = new Step(number, StepWords.PEOPLE, StepWords.question(data), at, null);
    if (data.has("asked")) {
      // Whoever asks is still at the step.
      int question = -1 - questions.size();
      questions.put(data.path("approval").asText(), question);
      steps.put(question, step);
    } else {
      steps.put(number, step);
    }
    return step;
  }

  private Optional<Step> answered(JsonNode data, Instant at) {
    var question = questions.get(data.path("approval").asText());
    var status = data.path("status").asText("open").toLowerCase(Locale.ROOT);
    return question == null || status.equals("open")
        ? Optional.empty()
        : came(question, step -> new Came(!status.equals("expired"), status, List.of(), at));
  }

  private Optional<Step> returned(JsonNode data, Instant at) {
    count(data);
    return came(
        data,
        step -> {
          JsonNode output = data.path("output");
          return new Came(
              !output.path("approved").isBoolean() || output.path("approved").asBoolean(),
              StepWords.summary(step.role(), output),
              StepWords.remarks(output),
              at);
        });
  }

  /**
   * A state whose output is {@code {decision: {next | refused, why}}} tells what the workflow
   * decided by itself; it has no assignment, so that its number is made from its event's.
   */
  private Optional<Step> decided(int sequence, JsonNode data, Instant at) {
    JsonNode decision = data.path("output").path("decision");
    if (!decision.path("why").isTextual()) {
      return Optional.empty();
    }
    boolean good = !decision.path("refused").isTextual();
    var came = new Came(good, StepWords.decision(decision), List.of(), at);
    var step = new Step(-sequence, StepWords.WORKFLOW, "decides", at, came);
    steps.put(step.assignment(), step);
    return Optional.of(step);
  }

  /** A call that came to nothing has been paid for as well. */
  private void count(JsonNode data) {
    var spent = Spending.of(data.path("usage"));
    spending = spending.plus(spent);
    Step step = steps.get(data.path("assignment").asInt());
    if (step != null && spent.calls() > 0) {
      spendingByRole.merge(step.role(), spent, Spending::plus);
    }
  }

  private Optional<Step> failed(JsonNode data, Instant at) {
    count(data);
    return came(
        data,
        step ->
            new Came(
                false,
                StepWords.failure(step.role(), data.path("error").asText()),
                List.of(StepWords.cause(step.role(), data)),
                at));
  }

  private Optional<Step> came(JsonNode data, Function<Step, Came> what) {
    return came(data.path("assignment").asInt(), what);
  }

  private Optional<Step> came(int key, Function<Step, Came> what) {
    Step step = steps.get(key);
    if (step == null) {
      return Optional.empty();
    }
    var done =
        new Step(step.assignment(), step.role(), step.task(), step.began(), what.apply(step));
    steps.put(key, done);
    return Optional.of(done);
  }

  /** A workflow that names no outcome has completed, no more. */
  private static String outcome(JsonNode outcome) {
    return outcome.isTextual()
        ? outcome.asText().toLowerCase(Locale.ROOT).replace('_', '-')
        : "completed";
  }

  private Optional<Step> end(String how, Instant at) {
    ending = how;
    ended = at;
    return Optional.empty();
  }

  /** The task goes on; its time runs from its beginning all the same. */
  private Optional<Step> redriven() {
    ending = "";
    ended = null;
    return Optional.empty();
  }

  /**
   * What was called off is in no event.
   *
   * @param usage of the task, as GET has it
   * @return whether it is more than the events have told
   */
  boolean settle(JsonNode usage) {
    var whole = Spending.ofTask(usage);
    if (whole.calls() <= spending.calls()) {
      return false;
    }
    spending = whole;
    spendingByRole.clear();
    usage
        .path("roles")
        .properties()
        .forEach(role -> spendingByRole.put(role.getKey(), Spending.ofTask(role.getValue())));
    return true;
  }

  List<Step> steps() {
    return new ArrayList<>(steps.values());
  }

  /** Empty until the end; then the outcome or status. */
  String ending() {
    return ending;
  }

  Duration elapsed(Instant now) {
    Instant from = began;
    Instant to = ended;
    return from == null ? Duration.ZERO : Duration.between(from, to == null ? now : to);
  }

  /** What each role used, where it came to tokens at all. */
  List<String> spendingOfRoles() {
    return spending.tokens() == 0
        ? List.of()
        : spendingByRole.entrySet().stream()
            .map(used -> "%-10s %s".formatted(used.getKey(), used.getValue().line()))
            .toList();
  }

  String totals(Instant now) {
    return Texts.seconds(elapsed(now)) + " · " + spending.line();
  }
}
