package dev.troupe.supervisor.task;

import static dev.troupe.supervisor.ScriptedTeam.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.typesafe.config.ConfigFactory;
import dev.troupe.persistence.Json;
import dev.troupe.persistence.Value;
import dev.troupe.supervisor.Outcome;
import dev.troupe.supervisor.ScriptedTeam;
import dev.troupe.supervisor.TeamSettings;
import dev.troupe.supervisor.view.TeamWorkflow;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Workflow {@code team} from end to end, without an actor: a router that says what is scripted. */
class TeamLoopTest {
  private static final JsonNode INPUT = json("{'goal':'How?','input':null,'knowledge':[]}");
  private static final JsonNode NOTHING =
      json("{'question':'q','answered':false,'claims':[],'disagreements':[]}");

  private final Queue<JsonNode> decisions = new ArrayDeque<>();
  private final List<String> order = new ArrayList<>();
  private final List<JsonNode> asked = new ArrayList<>();
  private int refusals;

  private static Rehearsal team(String settings) {
    try (InputStream file = TeamWorkflow.class.getResourceAsStream("/workflows/team.asl.json")) {
      var config = ConfigFactory.parseString(settings).withFallback(ConfigFactory.load());
      return Rehearsal.ofDefinition(
          TeamWorkflow.configured(Json.MAPPER.readTree(file), TeamSettings.from(config)));
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  private TeamLoopTest choosing(String... next) {
    Stream.of(next)
        .map(name -> json("{'next':'%s','why':'because'}".formatted(name)))
        .forEach(decisions::add);
    return this;
  }

  private Rehearsal run(String settings) {
    var rehearsal = team(settings).submit(INPUT);
    for (var step = 0; step < 100 && rehearsal.task instanceof Running; step++) {
      var work = rehearsal.open().getFirst();
      order.add(work.role());
      rehearsal.returns(work.assignment(), answer(work.role(), work.input().json()));
    }
    return rehearsal;
  }

  private JsonNode answer(String role, JsonNode input) {
    return switch (role) {
      case "router" -> {
        asked.add(input);
        yield decisions.remove();
      }
      case "planner" -> json("{'questions':['How?','How much?']}");
      case "researcher" ->
          input.path("question").asText().equals("Nothing?")
              ? Json.parse(NOTHING.toString().replace("\"q\"", "\"Nothing?\""))
              : found(input);
      case "writer" -> ScriptedTeam.draft(input);
      case "reviewer" -> ScriptedTeam.review(refusals-- <= 0);
      default -> json("'The case is thin.'");
    };
  }

  /** A quote of its own for every question. */
  private static JsonNode found(JsonNode input) {
    return Json.parse(
        ScriptedTeam.research(input)
            .toString()
            .replace("It is so.", "So it is: " + input.path("question").asText()));
  }

  private List<JsonNode> decided(Rehearsal rehearsal) {
    return rehearsal.writes.stream()
        .flatMap(List::stream)
        .filter(TaskEvent.StateExited.class::isInstance)
        .map(event -> ((TaskEvent.StateExited) event).output())
        .map(TeamLoopTest::decision)
        .filter(JsonNode::isObject)
        .toList();
  }

  private static JsonNode decision(Value output) {
    return output instanceof Value.Inline(var json)
        ? json.path("decision")
        : MissingNode.getInstance();
  }

  @Test
  void the_router_says_who_works_and_when_the_work_is_done() {
    var rehearsal = choosing("planner", "researcher", "writer", "reviewer", "done").run("");

    assertThat(order)
        .containsExactly(
            "router",
            "planner",
            "router",
            "researcher",
            "researcher",
            "router",
            "writer",
            "router",
            "reviewer",
            "router");
    assertThat(rehearsal.completed().outcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(rehearsal.output().path("markdown").asText())
        .isEqualTo("Draft after 0 comments [1]");
    assertThat(rehearsal.output().path("citations")).hasSize(1);
    assertThat(rehearsal.writes).hasSize(1 + order.size());
  }

  @Test
  void the_router_sees_what_each_turn_brought_and_how_the_work_stands() {
    refusals = 1;
    choosing("planner", "researcher", "writer", "reviewer", "writer", "reviewer", "done").run("");

    assertThat(asked.get(0).path("questions")).isEmpty();
    assertThat(asked.get(0).path("roles").findValuesAsText("name"))
        .containsExactly("planner", "researcher", "reviewer", "writer");
    assertThat(asked.get(1).path("questions"))
        .isEqualTo(
            json("[{'question':'How?','claims':null},{'question':'How much?','claims':null}]"));
    assertThat(asked.get(2).at("/news/brought/1/claims/0").asText()).contains("How much?");
    assertThat(asked.get(2).at("/questions/1/claims").asInt()).isEqualTo(1);
    assertThat(asked.get(3).at("/news/brought").asText()).isEqualTo("Draft after 0 comments [1]");
    assertThat(asked.get(4).at("/news/brought/0").asText()).isEqualTo("repetition: Twice.");
    assertThat(asked.get(4).path("draft"))
        .isEqualTo(
            json(
                "{'outcome':'answered','citations':1,'reviewed':true,'approved':false,'reviews':1,'comments':1}"));
    assertThat(asked.get(6).at("/draft/approved").asBoolean()).isTrue();
    assertThat(asked.get(6).path("turn").asInt()).isEqualTo(7);
  }

  @Test
  void a_role_that_is_not_there_is_refused_by_name_and_costs_a_turn() {
    var rehearsal =
        choosing("ghost", "planner", "researcher", "writer", "reviewer", "done").run("");

    assertThat(decided(rehearsal)).hasSize(1);
    assertThat(decided(rehearsal).getFirst().path("refused").asText()).isEqualTo("ghost");
    assertThat(decided(rehearsal).getFirst().path("why").asText())
        .isEqualTo(
            "There is no role 'ghost' here; choose one of planner, researcher, reviewer, writer,"
                + " done.");
    assertThat(asked.get(1).at("/news/refused").asText()).contains("There is no role 'ghost'");
    assertThat(asked.get(1).path("turn").asInt()).isEqualTo(2);
    assertThat(rehearsal.completed().outcome()).isEqualTo(Outcome.ANSWERED);
  }

  @Test
  void a_role_off_the_list_is_refused_like_one_that_is_not_there() {
    var rehearsal =
        choosing("planner", "researcher", "writer", "reviewer", "done")
            .run("troupe.team.roles.reviewer = \"\"");

    assertThat(decided(rehearsal).getFirst().path("refused").asText()).isEqualTo("reviewer");
    assertThat(rehearsal.completed().outcome()).isEqualTo(Outcome.UNAPPROVED);
    assertThat(rehearsal.output().path("markdown").asText()).contains("Not reviewed");
  }

  @Test
  void choices_that_come_too_early_are_refused() {
    var rehearsal =
        choosing("writer", "reviewer", "done", "planner")
            .run("troupe.team.stall-turns = 9\ntroupe.team.turns = 4");

    assertThat(decided(rehearsal).stream().map(one -> one.path("why").asText()))
        .containsExactly(
            "There is nothing to write from; nobody has researched yet.",
            "There is no draft yet that could be reviewed.",
            "There is no draft yet that could go out.",
            "The router has had its 4 turns.");
  }

  @Test
  void turns_that_bring_nothing_end_the_routers_part_and_the_static_plan_takes_over() {
    var rehearsal = choosing("ghost", "phantom", "spook").run("");

    assertThat(order)
        .containsExactly(
            "router",
            "router",
            "router",
            "planner",
            "researcher",
            "researcher",
            "writer",
            "reviewer");
    assertThat(decided(rehearsal).getLast())
        .isEqualTo(
            json("{'next':'the static plan','why':'No new finding and no new draft in 3 turns.'}"));
    assertThat(rehearsal.completed().outcome()).isEqualTo(Outcome.ANSWERED);
  }

  @Test
  void the_static_plan_keeps_what_the_router_got_done() {
    decisions.add(json("{'next':'researcher','why':'w','questions':['Why?']}"));
    var rehearsal = choosing("writer").run("troupe.team.turns = 2");

    assertThat(order).containsExactly("router", "researcher", "router", "writer", "reviewer");
    assertThat(rehearsal.completed().outcome()).isEqualTo(Outcome.ANSWERED);
  }

  @Test
  void the_static_plan_stops_after_three_refused_drafts() {
    refusals = 9;
    var rehearsal = choosing("planner").run("troupe.team.turns = 1");

    assertThat(order.stream().filter("reviewer"::equals)).hasSize(3);
    assertThat(rehearsal.completed().outcome()).isEqualTo(Outcome.UNAPPROVED);
    assertThat(rehearsal.output().path("comments")).hasSize(1);
    assertThat(rehearsal.output().path("markdown").asText()).contains("\n- Twice. (1)\n");
  }

  @Test
  void the_router_may_ask_questions_of_its_own_but_none_twice() {
    choosing("planner", "researcher");
    decisions.add(json("{'next':'researcher','why':'w','questions':['Why?','Why?']}"));
    decisions.add(json("{'next':'researcher','why':'w','questions':['Why?']}"));
    var rehearsal = choosing("writer", "reviewer", "done").run("");

    assertThat(order.stream().filter("researcher"::equals)).hasSize(3);
    assertThat(decided(rehearsal).getFirst().path("why").asText())
        .startsWith("This has been researched already: Why?");
    assertThat(rehearsal.completed().outcome()).isEqualTo(Outcome.ANSWERED);
  }

  @Test
  void research_that_finds_nothing_new_is_no_progress() {
    choosing("planner");
    decisions.add(json("{'next':'researcher','why':'w','questions':['Nothing?']}"));
    decisions.add(json("{'next':'ghost','why':'w'}"));
    run("");

    assertThat(order)
        .startsWith("router", "planner", "router", "researcher", "router")
        .endsWith("researcher", "researcher", "writer", "reviewer");
    assertThat(asked).hasSize(3);
  }

  @Test
  void another_role_on_the_list_works_and_the_writer_hears_of_it() {
    choosing("planner", "researcher", "writer");
    decisions.add(json("{'next':'critic','why':'w','task':'Look for holes.'}"));
    var rehearsal =
        choosing("writer", "reviewer", "done")
            .run("troupe.team.roles.critic = \"Looks for holes.\"");

    assertThat(order).contains("critic");
    assertThat(asked.get(4).path("news"))
        .isEqualTo(json("{'role':'critic','brought':'The case is thin.'}"));
    assertThat(rehearsal.output().path("markdown").asText())
        .isEqualTo("Draft after 1 comments [1]");
  }

  @Test
  void an_answer_that_cannot_be_used_costs_a_turn_and_no_more() {
    choosing("planner", "researcher", "writer", "reviewer", "done");
    var rehearsal = team("").submit(INPUT);
    rehearsal.fails(1, 1, "Model.InvalidReply");

    var next = rehearsal.open().getFirst();

    assertThat(next.assignment()).isEqualTo(2);
    assertThat(next.role()).isEqualTo("router");
    assertThat(next.input().json().at("/news/refused").asText())
        .isEqualTo("Your answer could not be used. as told");
  }

  @Test
  void the_same_router_is_asked_each_time() {
    var rehearsal = choosing("planner", "researcher", "writer", "reviewer", "done").run("");

    var routers =
        rehearsal.writes.stream()
            .flatMap(List::stream)
            .filter(TaskEvent.StepAssigned.class::isInstance)
            .map(TaskEvent.StepAssigned.class::cast)
            .filter(assigned -> assigned.role().equals("router"))
            .map(TaskEvent.StepAssigned::agent);
    assertThat(routers).hasSize(5).containsOnly(1);
  }

  @Test
  void no_answer_goes_out_as_none() {
    decisions.add(json("{'next':'researcher','why':'w','questions':['Nothing?']}"));
    choosing("writer", "done");
    var rehearsal = team("").submit(INPUT);
    rehearsal.returns(1, decisions.remove());
    rehearsal.returns(2, NOTHING);
    rehearsal.returns(3, decisions.remove());
    rehearsal.returns(4, json("{'markdown':'Nothing.','outcome':'no-answer','citations':[]}"));
    rehearsal.returns(5, decisions.remove());

    assertThat(rehearsal.completed().outcome()).isEqualTo(Outcome.NO_ANSWER);
  }
}
