package dev.troupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.troupe.agents.model.ToolRequest;
import dev.troupe.agents.tool.Tools;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.ApprovalDecision;
import dev.troupe.supervisor.ApprovalDecision.Choice;
import dev.troupe.supervisor.ApprovalReply;
import dev.troupe.supervisor.ApprovalView;
import dev.troupe.supervisor.SubmitReply.Fault;
import dev.troupe.supervisor.TaskStatus;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a model may ask for in a form, and what people may answer to it. */
@Timeout(60)
class AskedFormsTest {
  private static final String CLERK =
      "troupe.roles.clerk { instructions = Work., tools = [ask_human, double] }";

  private static final String WORKFLOW =
      """
      {"QueryLanguage": "JSONata", "StartAt": "Work", "States": {"Work": {
        "Type": "Task", "Resource": "agent:clerk", "End": true}}}
      """;

  record Figure(int value) {}

  private static Rehearsal rehearsal(ScriptedModel model) {
    var tools =
        Tools.NONE.with("double", "Doubles.", Figure.class, (figure, _) -> figure.value() * 2);
    return Rehearsal.of(model, CLERK, tools);
  }

  private static ScriptedModel asking(String arguments) {
    return new ScriptedModel()
        .asks("clerk", new ToolRequest("a", "ask_human", arguments.replace('\'', '"')))
        .says("clerk", "Done.");
  }

  private static ApprovalView asked(Rehearsal rehearsal, String id) {
    rehearsal.await(id, task -> task.status() == TaskStatus.WAITING);
    return rehearsal.approvals(id).getLast();
  }

  private static ApprovalReply answer(
      Rehearsal rehearsal, ApprovalView approval, Choice choice, @Nullable String edits) {
    var answer = edits == null ? null : Json.parse(edits);
    return rehearsal
        .tasks()
        .decide(
            "default", approval.id(), new ApprovalDecision(choice, "local", "Ada", answer, null))
        .toCompletableFuture()
        .join();
  }

  private static String refusal(ApprovalReply reply) {
    assertThat(reply).isInstanceOf(ApprovalReply.Invalid.class);
    return ((ApprovalReply.Invalid) reply)
        .faults().stream().map(Fault::detail).collect(Collectors.joining());
  }

  private static List<String> results(ScriptedModel model) {
    return model.calls().getLast().prompt().messages().stream()
        .filter(ToolExecutionResultMessage.class::isInstance)
        .map(message -> ((ToolExecutionResultMessage) message).text())
        .toList();
  }

  private static String doubling(int levels) {
    return IntStream.range(0, levels)
        .mapToObj(level ->
            "'a%1$d':{'anyOf':[{'$ref':'#/$defs/a%2$d'},{'$ref':'#/$defs/a%2$d'}]}"
                .formatted(level, level + 1))
        .collect(
            Collectors.joining(
                ",",
                "{'$defs':{",
                ",'a%d':{'type':'string'}},'$ref':'#/$defs/a0'}".formatted(levels)));
  }

  @Test
  void a_form_that_would_take_for_ever_is_told_to_the_model_and_asks_nobody() {
    var model = asking("{'question': 'What?', 'form': %s}".formatted(doubling(28)));
    try (var rehearsal = rehearsal(model)) {
      var id = rehearsal.submit("Paint.", WORKFLOW);

      assertThat(rehearsal.awaitEnd(id).output()).hasToString("\"Done.\"");
      assertThat(rehearsal.approvals(id)).isEmpty();
      assertThat(results(model).getFirst())
          .contains("ask_human: the form cannot be used: it has more than 2000 parts");
    }
  }

  @Test
  void an_answer_that_an_expression_would_search_for_ever_is_refused_and_another_is_taken() {
    var model =
        asking(
            "{'question': 'Which?', 'form': {'type': 'string', 'pattern': '^((a+)+)(b|\\\\2)c$'}}");
    try (var rehearsal = rehearsal(model)) {
      var id = rehearsal.submit("Paint.", WORKFLOW);
      var approval = asked(rehearsal, id);

      var refused =
          answer(rehearsal, approval, Choice.APPROVE, "\"%s!\"".formatted("a".repeat(48)));
      assertThat(refusal(refused)).contains("would take too long");
      assertThat(answer(rehearsal, approval, Choice.APPROVE, "\"aabc\""))
          .isInstanceOf(ApprovalReply.Taken.class);

      assertThat(rehearsal.awaitEnd(id).status()).isEqualTo(TaskStatus.COMPLETED);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "{'question':'Q?','choices':['red','blue']}; one of [%red%,%blue%]; 'red'",
        "{'question':'Q?','form':{'type':'object','required':['n']}}; what fits its form, {%type%; {'n':1}",
        "{'question':'Q?','form':{'type':'integer'}}; what fits its form; 7"
      })
  void a_question_that_wants_an_answer_is_not_closed_without_one(
      String arguments, String shown, String fitting) {
    var model = asking(arguments);
    try (var rehearsal = rehearsal(model)) {
      var id = rehearsal.submit("Paint.", WORKFLOW);
      var approval = asked(rehearsal, id);

      assertThat(refusal(answer(rehearsal, approval, Choice.APPROVE, null)))
          .startsWith("The question wants an answer")
          .contains(shown.replace('%', '"'));
      assertThat(answer(rehearsal, approval, Choice.APPROVE, fitting.replace('\'', '"')))
          .isInstanceOf(ApprovalReply.Taken.class);

      rehearsal.awaitEnd(id);
      assertThat(results(model).getFirst()).contains("\"answer\":");
    }
  }

  @Test
  void a_question_whose_form_asks_for_nothing_is_answered_by_a_yes() {
    var model = asking("{'question':'Go?','form':{'properties':{'note':{'type':'string'}}}}");
    try (var rehearsal = rehearsal(model)) {
      var id = rehearsal.submit("Paint.", WORKFLOW);

      assertThat(answer(rehearsal, asked(rehearsal, id), Choice.APPROVE, null))
          .isInstanceOf(ApprovalReply.Taken.class);
      rehearsal.awaitEnd(id);
    }
  }

  @Test
  void a_question_that_wants_an_answer_can_be_turned_down_without_one() {
    var model = asking("{'question':'Q?','choices':['red','blue']}");
    try (var rehearsal = rehearsal(model)) {
      var id = rehearsal.submit("Paint.", WORKFLOW);

      assertThat(answer(rehearsal, asked(rehearsal, id), Choice.REJECT, null))
          .isInstanceOf(ApprovalReply.Taken.class);
      rehearsal.awaitEnd(id);
    }
  }

  @Test
  void people_have_no_longer_than_the_task() {
    try (var rehearsal = rehearsal(asking("{'question':'Q?'}"))) {
      var id =
          rehearsal.submit(
              "Paint.",
              WORKFLOW.replace(
                  "{\"QueryLanguage\"", "{\"TimeoutSeconds\": 600, \"QueryLanguage\""));
      var approval = asked(rehearsal, id);

      assertThat(approval.expiresAt()).isEqualTo(rehearsal.task(id).submittedAt().plusSeconds(600));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "ask_human; {'question': 'Q?', 'expiresInSeconds': 1e300}",
        "double; {'value': 1e300}",
        "double; {'value': %s}",
        "ask_human; {'question': %s}"
      })
  void silly_arguments_are_told_to_the_model_and_end_nothing(String tool, String arguments) {
    var deep = "[".repeat(600) + "]".repeat(600);
    var model =
        new ScriptedModel()
            .asks("clerk", new ToolRequest("a", tool, arguments.replace('\'', '"').formatted(deep)))
            .says("clerk", "Done.");
    try (var rehearsal = rehearsal(model)) {
      var id = rehearsal.submit("Paint.", WORKFLOW);

      assertThat(rehearsal.awaitEnd(id).output()).hasToString("\"Done.\"");
      assertThat(results(model).getFirst()).doesNotContain("xception", "java", "jackson");
    }
  }
}
