package dev.troupe.supervisor.task;

import static dev.troupe.supervisor.ScriptedTeam.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.Outcome;
import dev.troupe.supervisor.ScriptedTeam;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workflow {@code report} from end to end, without an actor. */
class ReportRehearsalTest {
  private static final JsonNode INPUT = json("{'goal':'How?','input':null,'knowledge':[]}");
  private int reviews;

  /** Runs to the end; answers come in the order that chance gives. */
  private Rehearsal run(int questions, int refusals, Random chance) {
    var rehearsal = Rehearsal.builtIn("report").submit(INPUT);
    while (rehearsal.task instanceof Running) {
      var open = new ArrayList<>(rehearsal.open());
      Collections.shuffle(open, chance);
      for (var work : open) {
        rehearsal.returns(work.assignment(), answer(work, questions, refusals));
      }
    }
    return rehearsal;
  }

  private JsonNode answer(Work work, int questions, int refusals) {
    return switch (work.role()) {
      case "planner" -> json("{'questions':[%s]}".formatted(questions(questions)));
      case "researcher" -> ScriptedTeam.research(work.input().json());
      case "writer" -> ScriptedTeam.draft(work.input().json());
      case "reviewer" -> ScriptedTeam.review(++reviews > refusals);
      default -> throw new AssertionError(work);
    };
  }

  private static String questions(int count) {
    var questions = new ArrayList<String>();
    for (var number = 1; number <= count; number++) {
      questions.add("'Question %d?'".formatted(number));
    }
    return String.join(",", questions);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 6})
  void an_approved_draft_is_the_answer_at_one_write_per_step(int questions) {
    var rehearsal = run(questions, 0, new Random(1));

    assertThat(rehearsal.completed().outcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(rehearsal.output().path("markdown").asText())
        .isEqualTo("Draft after 0 comments [1]");
    assertThat(rehearsal.writes).hasSize(1 + 3 + questions);
  }

  @Test
  void a_refused_draft_goes_back_to_the_same_writer_with_the_comments() {
    var rehearsal = run(2, 1, new Random(1));

    var writers =
        rehearsal.writes.stream()
            .flatMap(List::stream)
            .filter(TaskEvent.StepAssigned.class::isInstance)
            .map(TaskEvent.StepAssigned.class::cast)
            .filter(assigned -> assigned.role().equals("writer"))
            .toList();
    assertThat(writers).hasSize(2);
    assertThat(writers.get(0).agent()).isEqualTo(writers.get(1).agent());
    assertThat(rehearsal.output().path("markdown").asText())
        .isEqualTo("Draft after 1 comments [1]");
    assertThat(rehearsal.completed().outcome()).isEqualTo(Outcome.ANSWERED);
  }

  @Test
  void three_refusals_leave_the_best_draft_unapproved_with_its_comments() {
    var rehearsal = run(2, 3, new Random(1));

    assertThat(reviews).isEqualTo(3);
    assertThat(rehearsal.completed().outcome()).isEqualTo(Outcome.UNAPPROVED);
    assertThat(rehearsal.output().path("comments")).hasSize(1);
    assertThat(rehearsal.output().path("markdown").asText())
        .startsWith("Draft after 1 comments [1]\n\n## Open comments\n")
        .endsWith("\n\n- Twice. (1)\n");
    assertThat(rehearsal.output().path("citations"))
        .isEqualTo(json("[{'number':1,'document':'a.md','heading':null,'quote':'It is so.'}]"));
  }

  @Test
  void no_answer_is_not_reviewed() {
    var rehearsal = Rehearsal.builtIn("report").submit(INPUT);
    rehearsal.returns(1, json("{'questions':['How?']}"));
    rehearsal.returns(
        2, json("{'question':'How?','answered':false,'claims':[],'disagreements':[]}"));
    rehearsal.returns(3, json("{'markdown':'Nothing.','outcome':'no-answer','citations':[]}"));

    assertThat(rehearsal.completed().outcome()).isEqualTo(Outcome.NO_ANSWER);
    assertThat(rehearsal.output()).isEqualTo(json("{'markdown':'Nothing.','citations':[]}"));
  }

  @Test
  void researchers_work_four_at_a_time_each_as_an_agent_of_its_own() {
    var rehearsal = Rehearsal.builtIn("report").submit(INPUT);

    rehearsal.returns(1, json("{'questions':[%s]}".formatted(questions(6))));

    assertThat(rehearsal.open()).hasSize(4);
    assertThat(rehearsal.open()).extracting(Work::agent).doesNotHaveDuplicates();
    rehearsal.returns(3, ScriptedTeam.research(json("{'question':'q'}")));
    assertThat(rehearsal.open()).extracting(Work::assignment).containsExactly(2, 4, 5, 6);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void every_prefix_of_the_writes_folds_to_the_same_task(long seed) {
    var chance = new Random(seed);
    var rehearsal = Rehearsal.builtIn("report");
    var states = new ArrayList<Task>();
    rehearsal.submit(INPUT);
    states.add(rehearsal.task);
    while (rehearsal.task instanceof Running) {
      var work = rehearsal.open().get(chance.nextInt(rehearsal.open().size()));
      rehearsal.returns(work.assignment(), answer(work, 5, 2));
      states.add(rehearsal.task);
    }

    for (var kept = 1; kept <= states.size(); kept++) {
      assertThat(rehearsal.folded(kept)).isEqualTo(states.get(kept - 1));
    }
  }

  @Test
  void the_order_of_answers_does_not_change_the_result() {
    var first = run(6, 2, new Random(1)).completed();
    reviews = 0;
    var second = run(6, 2, new Random(99)).completed();

    assertThat(second).isEqualTo(first);
  }

  @Test
  void late_and_repeated_answers_change_nothing() {
    var rehearsal = Rehearsal.builtIn("report").submit(INPUT);
    rehearsal.returns(1, json("{'questions':['a','b']}"));
    var before = rehearsal.task;
    var writes = rehearsal.writes.size();

    rehearsal.returns(1, json("{'questions':['other']}"));
    rehearsal.returns(2, 2, json("{}"));
    rehearsal.returns(77, json("{}"));
    rehearsal.fails(1, 1, "Model.Unavailable");

    assertThat(rehearsal.task).isEqualTo(before);
    assertThat(rehearsal.writes).hasSize(writes);
  }

  @Test
  void no_content_is_written_twice() {
    var rehearsal = run(3, 3, new Random(1));

    var journal = Json.write(rehearsal.writes);

    for (var number = 1; number <= 3; number++) {
      assertThat(journal.split("It is so, as Question %d".formatted(number), -1)).hasSize(2);
    }
    assertThat(journal.length()).isLessThan(30_000);
  }
}
