package dev.troupe.testkit;

import static dev.troupe.testkit.InjectedDocumentsTest.contained;
import static dev.troupe.testkit.InjectedDocumentsTest.documents;
import static dev.troupe.testkit.InjectedDocumentsTest.lastPrompt;
import static dev.troupe.testkit.InjectedDocumentsTest.page;
import static dev.troupe.testkit.InjectedDocumentsTest.passages;
import static dev.troupe.testkit.InjectedDocumentsTest.pay;
import static dev.troupe.testkit.InjectedDocumentsTest.refusesToPay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.model.ToolRequest;
import dev.troupe.agents.tool.ToolFailure;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.TaskStatus;
import dev.troupe.testkit.InjectedDocumentsTest.Desk;
import dev.troupe.testkit.InjectedDocumentsTest.Injected;
import dev.troupe.testkit.InjectedDocumentsTest.Nothing;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The same documents, on their way from one step of a workflow to the next. */
class InjectedBetweenStepsTest {
  private static final String TEAM =
      """
      troupe.agents.passages = 30
      troupe.planned.resources = ["tool:settle"]
      troupe.roles {
        reading { instructions = Read., tools = [read_page] }
        researcher { instructions = Find. }
        acting { instructions = Act., tools = [pay] }
        trusting { instructions = Act., tools = [pay], changes-after-untrusted-text = true }
        handing {
          instructions = Hand on., tools = [read_page, call_agent], may-call = [acting]
          changes-after-untrusted-text = true
        }
        asking { instructions = Ask., tools = [call_agent], may-call = [reading, telling] }
        telling { instructions = Say. }
        judged { instructions = Say., guardrails { true { ask = "Is it true?" } } }
      }
      """;

  private static final String READ =
      """
      "Type": "Task", "Resource": "tool:read_page", "Arguments": {}
      """;

  private static final String ACT = task("agent:acting", "{\"found\": \"{% $states.input %}\"}");

  private final Desk desk = new Desk();
  private final ScriptedModel model = new ScriptedModel();

  private static String task(String resource, String arguments) {
    return "\"Type\": \"Task\", \"Resource\": \"%s\", \"Arguments\": %s"
        .formatted(resource, arguments);
  }

  /** Each is a task of its own. */
  private static String child(String state) {
    return """
    "Type": "Map", "Items": "{%% [$states.input] %%}", "ItemProcessor": {
      "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
      "StartAt": "Work", "States": {"Work": {%s, "End": true}}}
    """
        .formatted(state);
  }

  private static String steps(String first, String then) {
    return """
    {"QueryLanguage": "JSONata", "StartAt": "First", "States": {
      "First": {%s, "Next": "Then"}, "Then": {%s, "End": true}}}
    """
        .formatted(first, then);
  }

  private Rehearsal rehearsal() {
    var tools =
        desk.tools()
            .withOutside(
                "break_off",
                "Fails.",
                Nothing.class,
                (_, _) -> {
                  throw new ToolFailure(page(desk.document.get()));
                })
            .withChange(
                "settle",
                "Pays.",
                Nothing.class,
                (_, _) -> desk.paid.incrementAndGet(),
                (_, _) -> Optional.empty());
    return Rehearsal.of(model, TEAM, tools, passages());
  }

  private static void run(Rehearsal rehearsal, String workflow) {
    var id = rehearsal.submit("When was the pump serviced?", workflow);
    assertThat(rehearsal.awaitEnd(id).status())
        .as(() -> String.valueOf(rehearsal.events(id)))
        .isEqualTo(TaskStatus.COMPLETED);
  }

  /** Whatever the script of the first step says comes before this. */
  private void acts() {
    model.asks("acting", pay("b")).says("acting", "In May.");
  }

  private void contains(Injected document) {
    refusesToPay(model, "acting");
    contained(document, lastPrompt(model, "acting"));
  }

  private interface Scene {
    void set(Injected document);
  }

  /** The agent of the second step is told to pay by every one of the documents. */
  private void ordersNothing(String workflow, Scene scene) {
    ordersNothing(workflow, _ -> true, scene);
  }

  /**
   * @param arrives whether the order itself comes so far
   */
  private void ordersNothing(String workflow, Predicate<Injected> arrives, Scene scene) {
    try (var rehearsal = rehearsal()) {
      for (var document : documents().filter(arrives).toList()) {
        desk.document.set(document);
        scene.set(document);
        acts();
        run(rehearsal, workflow);
        contains(document);
      }
    }
    assertThat(desk.paid).hasValue(0);
  }

  @Test
  void what_a_tool_gave_as_a_step_orders_the_next_agent_nothing() {
    ordersNothing(steps(READ, ACT), _ -> {});
  }

  @Test
  void why_a_tool_failed_as_a_step_orders_the_next_agent_nothing() {
    var broken =
        task("tool:break_off", "{}")
            + """
            , "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Then", "Output": "{% $states.errorOutput %}"}]
            """;

    // A cause has 2,000 characters at most.
    ordersNothing(steps(broken, ACT), document -> page(document).length() < 2_000, _ -> {});
  }

  @Test
  void what_a_search_found_as_a_step_orders_the_next_agent_nothing() {
    acts();
    try (var rehearsal = rehearsal()) {
      run(rehearsal, steps(task("tool:knowledge_search", "{\"query\": \"pump\"}"), ACT));
    }

    assertThat(documents()).allSatisfy(this::contains);
    assertThat(desk.paid).hasValue(0);
  }

  @Test
  void what_a_researcher_quotes_orders_the_next_agent_nothing() {
    var research = task("agent:researcher", "{\"goal\": \"g\", \"question\": \"q\"}");

    ordersNothing(
        steps(research, ACT),
        document -> document.passage().text().contains(document.canary()),
        document -> model.says("researcher", quoting(document)));
  }

  private static String quoting(Injected document) {
    var output = Json.MAPPER.createObjectNode().put("question", "q");
    output
        .putArray("claims")
        .addObject()
        .put("text", "The pump.")
        .put("quote", document.passage().text());
    return Json.write(output);
  }

  @Test
  void what_an_agent_makes_of_a_page_orders_the_next_agent_nothing() {
    ordersNothing(
        steps(task("agent:reading", "{\"goal\": \"g\"}"), ACT),
        document -> model.asks("reading", readPage()).says("reading", page(document)));
  }

  @Test
  void what_an_agent_in_between_makes_of_it_orders_nothing() {
    var chain =
        """
        {"QueryLanguage": "JSONata", "StartAt": "First", "States": {
          "First": {%s, "Next": "Between"},
          "Between": {%s, "Next": "Then"}, "Then": {%s, "End": true}}}
        """
            .formatted(READ, task("agent:telling", "{\"a\": \"{% $states.input %}\"}"), ACT);

    ordersNothing(chain, document -> model.says("telling", page(document)));
  }

  @Test
  void what_a_task_of_its_own_returns_orders_its_parents_agent_nothing() {
    ordersNothing(steps(child(READ), ACT), _ -> {});
  }

  @Test
  void what_a_task_of_its_own_is_given_orders_its_agent_nothing() {
    ordersNothing(steps(READ, child(ACT)), _ -> {});
  }

  @Test
  void who_is_called_by_an_agent_that_has_read_a_page_is_ordered_nothing() {
    ordersNothing(
        steps(task("agent:handing", "{}"), "\"Type\": \"Pass\""),
        document -> {
          model
              .asks("handing", readPage())
              .asks("handing", calling("acting", page(document)))
              .says("handing", "Done.");
        });
  }

  private static ToolRequest readPage() {
    return new ToolRequest("a", "read_page", "{}");
  }

  private static ToolRequest calling(String role, String task) {
    var call = Json.MAPPER.createObjectNode().put("role", role).put("task", task);
    return new ToolRequest("c", "call_agent", Json.write(call));
  }

  @Test
  void what_a_called_agent_makes_of_a_page_orders_the_next_step_nothing() {
    ordersNothing(
        steps(task("agent:asking", "{}"), ACT),
        document -> {
          model.asks("asking", calling("reading", "Read.")).says("asking", page(document));
          model.asks("reading", readPage()).says("reading", page(document));
        });
  }

  @Test
  void who_has_called_an_agent_that_read_nothing_leaves_the_next_one_its_rights() {
    model.asks("asking", calling("telling", "Say.")).says("asking", "In May.");
    model.says("telling", "In May.");
    acts();
    try (var rehearsal = rehearsal()) {
      run(rehearsal, steps(task("agent:asking", "{}"), ACT));
    }

    assertThat(desk.paid).hasValue(1);
  }

  @Test
  void a_judge_that_has_refused_leaves_the_next_agent_its_rights() {
    model.says("judged", "In May.").says("judge", "{\"approved\": false, \"why\": \"June.\"}");
    model.says("judged", "In June.").says("judge", "{\"approved\": true, \"why\": \"So it is.\"}");
    acts();
    try (var rehearsal = rehearsal()) {
      run(rehearsal, steps(task("agent:judged", "{}"), ACT));
    }

    assertThat(desk.paid).hasValue(1);
  }

  @Test
  void a_workflow_that_came_up_behind_such_text_changes_nothing() {
    desk.document.set(documents().findFirst().orElseThrow());
    var settling =
        task(
            "plan:run",
            """
            {"Definition": {"StartAt": "Pay", "States": {
              "Pay": {"Type": "Task", "Resource": "tool:settle", "Arguments": {}, "QueryLanguage": "JSONata", "End": true}}}}
            """);
    try (var rehearsal = rehearsal()) {
      run(rehearsal, steps(settling, "\"Type\": \"Pass\""));
      assertThat(desk.paid).hasValue(1);

      var behind = rehearsal.submit("Pay.", steps(READ, settling));

      assertThat(String.valueOf(rehearsal.awaitEnd(behind).failure()))
          .contains("'tool:settle' changes something", "the task holds text from outside");
    }
    assertThat(desk.paid).hasValue(1);
  }

  /** Without which the others would show nothing. */
  @Test
  void the_same_agent_pays_where_nobody_has_read_such_text() {
    model.says("telling", "In May.");
    model.says("judged", "In May.").says("judge", "{\"approved\": true, \"why\": \"So it is.\"}");
    acts();
    acts();
    try (var rehearsal = rehearsal()) {
      run(rehearsal, steps(task("agent:telling", "{}"), ACT));
      run(rehearsal, steps(task("agent:judged", "{}"), ACT));
    }

    assertThat(desk.paid).hasValue(2);
    assertThat(lastPrompt(model, "acting").toString()).doesNotContain("<<data", "which may hold");
  }

  @Test
  void a_role_may_allow_it_behind_another_step_too() {
    desk.document.set(documents().findFirst().orElseThrow());
    model.asks("trusting", pay("b")).says("trusting", "Paid.");
    try (var rehearsal = rehearsal()) {
      run(rehearsal, steps(READ, task("agent:trusting", "{\"found\": \"{% $states.input %}\"}")));
    }

    assertThat(desk.paid).hasValue(1);
  }

  @Test
  void the_prompt_of_an_agent_that_goes_on_later_still_stands_between_its_fences() {
    desk.document.set(documents().findFirst().orElseThrow());
    acts();
    model.says("acting", "In May.");
    var again =
        """
        {"QueryLanguage": "JSONata", "StartAt": "First", "States": {
          "First": {%s, "Next": "Then"}, "Then": {%s, "Next": "Again"}, "Again": {%s, "End": true}}}
        """
            .formatted(READ, ACT, task("agent:acting", "{\"more\": 1}"));
    try (var rehearsal = rehearsal()) {
      run(rehearsal, again);
    }

    contained(desk.document.get(), lastPrompt(model, "acting"));
    assertThat(desk.paid).hasValue(0);
  }
}
