package dev.troupe.supervisor.task;

import static dev.troupe.supervisor.ScriptedTeam.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.troupe.agents.Answer;
import dev.troupe.agents.Ask;
import dev.troupe.agents.Usage;
import dev.troupe.agents.shared.Entry;
import dev.troupe.agents.shared.Finding;
import dev.troupe.agents.shared.Shared;
import dev.troupe.agents.shared.Source;
import dev.troupe.supervisor.task.TaskEvent.QuestionClaimed;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What agents let each other know, and whose question is whose, as a task decides and keeps it. */
class GatheredTest {
  private static Rehearsal mapping() {
    return Rehearsal.of(
            """
            {'QueryLanguage':'JSONata','StartAt':'Work','States':{'Work':{'Type':'Map',
              'Items':['How?','Why?'],'ItemSelector':{'question':'{% $states.context.Map.Item.Value %}'},
              'ItemProcessor':{'StartAt':'One','States':{'One':{'Type':'Task',
                'Resource':'agent:worker','End':true}}},'ToleratedFailureCount':2,'End':true}}}
            """)
        .submit(json("{'goal':'g'}"));
  }

  /** Forty branches, each at work on a question, and 24 of them on one more. */
  private static Rehearsal full() {
    var task =
        Rehearsal.of(
                """
                {'QueryLanguage':'JSONata','StartAt':'Work','States':{'Work':{'Type':'Map',
                  'Items':'{% [1..40] %}',
                  'ItemSelector':{'question':'{% $string($states.context.Map.Item.Value) %}'},
                  'ItemProcessor':{'StartAt':'One','States':{'One':{'Type':'Task',
                    'Resource':'agent:worker','End':true}}},'End':true}}}
                """)
            .submit(json("{'goal':'g'}"), new TaskEvent.Limits(200, 3600));
    for (int worker = 1; worker <= 24; worker++) {
      claims(task, worker, "And " + worker);
    }
    assertThat(running(task).gathered().claims().all()).hasSize(Claims.AT_MOST);
    return task;
  }

  private static Rehearsal claims(Rehearsal task, int assignment, String question) {
    return task.tell(
        new TaskCommand.AcceptAsks(
            assignment, 1, List.of(new Ask.OfQuestion(1, 1, question)), task.now, 1));
  }

  private static Running running(Rehearsal task) {
    return (Running) task.task;
  }

  private static Work work(Rehearsal task, int assignment) {
    return running(task)
        .openWork()
        .filter(work -> work.assignment() == assignment)
        .findFirst()
        .orElseThrow();
  }

  private static List<Answer> answers(Rehearsal task, int assignment, String question) {
    return Answers.to(
        running(task), work(task, assignment), List.of(new Ask.OfQuestion(1, 1, question)));
  }

  private static List<QuestionClaimed> claimed(Rehearsal task) {
    return task.writes.stream()
        .flatMap(List::stream)
        .filter(QuestionClaimed.class::isInstance)
        .map(QuestionClaimed.class::cast)
        .toList();
  }

  private static Shared shared(String claim) {
    return new Shared(
        List.of(
            Finding.of(
                "worker/1",
                claim,
                List.of(new Source("a.md", null, null)),
                null,
                null,
                Rehearsal.START)),
        null);
  }

  private static Rehearsal returns(Rehearsal task, int assignment, Shared shared) {
    return task.tell(
        new TaskCommand.AcceptReturn(
            assignment, 1, json("'ok'"), 4, new Usage(1, 2, 3), task.now, 1, null, shared));
  }

  @Test
  void whoever_is_given_a_question_beside_others_has_it_without_a_further_event() {
    var task = mapping();

    assertThat(running(task).gathered().claims().all())
        .extracting(Claims.Claim::question, Claims.Claim::by)
        .containsExactly(tuple("How?", "worker/1"), tuple("Why?", "worker/2"));
    assertThat(claimed(task)).isEmpty();
  }

  @Test
  void a_question_that_two_claim_goes_to_the_first_and_the_other_is_told_whose_it_is() {
    var task = claims(claims(mapping(), 2, "Who pays?"), 1, " who  PAYS?");

    assertThat(claimed(task)).hasSize(1);
    assertThat(answers(task, 2, "Who pays?").getFirst().result())
        .isEqualTo(json("{'granted':true,'by':'worker/2'}"));
    assertThat(answers(task, 1, " who  PAYS?").getFirst().result())
        .isEqualTo(json("{'granted':false,'by':'worker/2'}"));
    assertThat(Answers.last(running(task), work(task, 2))).hasSize(1);
    assertThat(Answers.last(running(task), work(task, 1))).isEmpty();
  }

  @Test
  void what_an_agent_was_given_it_need_not_claim_and_others_cannot() {
    var task = mapping();

    assertThat(answers(task, 1, "How?").getFirst().result())
        .isEqualTo(json("{'granted':true,'by':'worker/1'}"));
    assertThat(answers(task, 2, "How?").getFirst().result())
        .isEqualTo(json("{'granted':false,'by':'worker/1'}"));
  }

  @Test
  void a_question_is_free_again_when_who_had_it_has_failed_for_good() {
    var task = claims(mapping(), 1, "Who pays?");
    task.fails(1, 1, "Model.Unavailable");

    assertThat(answers(task, 2, "Who pays?")).isEmpty();
    claims(task, 2, "Who pays?");
    assertThat(claimed(task)).hasSize(2);
  }

  @Test
  void a_question_more_than_are_kept_is_answered_without_an_event() {
    var task = full();
    claims(task, 40, "Who pays?");

    assertThat(claimed(task)).hasSize(24);
    assertThat(answers(task, 40, "Who pays?"))
        .singleElement()
        .satisfies(answer -> assertThat(answer.error()).contains("64 questions"));
  }

  @Test
  void who_has_returned_makes_room_for_a_further_question() {
    var task = full().returns(1, json("'ok'"));
    claims(task, 40, "Who pays?");

    assertThat(claimed(task)).hasSize(25);
    assertThat(answers(task, 40, "Who pays?").getFirst().result())
        .isEqualTo(json("{'granted':true,'by':'worker/40'}"));
    assertThat(running(task).gathered().claims().all()).hasSize(Claims.AT_MOST);
  }

  @Test
  void what_is_no_question_is_answered_without_an_event() {
    for (var text : List.of("x".repeat(301), "\u2003", "")) {
      var task = claims(mapping(), 1, text);

      assertThat(claimed(task)).isEmpty();
      assertThat(answers(task, 1, text))
          .singleElement()
          .satisfies(answer -> assertThat(answer.error()).contains("1 to 300 characters"));
    }
  }

  /** A model's schema counts code points, not Java's units. */
  @Test
  void a_question_may_have_as_many_characters_as_the_tool_says_in_whatever_script() {
    var question = "\uD83D\uDE00".repeat(300);

    var task = claims(mapping(), 1, question);

    assertThat(claimed(task)).hasSize(1);
    assertThat(answers(task, 1, question).getFirst().result())
        .isEqualTo(json("{'granted':true,'by':'worker/1'}"));
  }

  @Test
  void whoever_is_given_a_question_anew_has_it_though_another_had_it_before() {
    var task =
        Rehearsal.of(
                """
                {'QueryLanguage':'JSONata','StartAt':'Work','States':{
                  'Work':{'Type':'Map','Items':['How?','Why?'],
                    'ItemSelector':{'question':'{% $states.context.Map.Item.Value %}'},
                    'ItemProcessor':{'StartAt':'One','States':{'One':{'Type':'Task',
                      'Resource':'agent:worker','End':true}}},'Next':'Review'},
                  'Review':{'Type':'Task','Resource':'agent:reviewer','Output':{},'Next':'Work'}}}
                """)
            .submit(json("{'goal':'g'}"))
            .returns(1, json("'ok'"))
            .returns(2, json("'ok'"))
            .returns(3, json("'again'"));

    assertThat(answers(task, 4, "How?").getFirst().result())
        .isEqualTo(json("{'granted':true,'by':'worker/4'}"));
    assertThat(answers(task, 5, "How?").getFirst().result())
        .isEqualTo(json("{'granted':false,'by':'worker/4'}"));
    assertThat(running(task).gathered().claims().all()).hasSize(2);
  }

  @Test
  void of_two_that_are_given_one_question_the_first_has_it_while_it_is_at_work() {
    var task =
        Rehearsal.of(
                """
                {'QueryLanguage':'JSONata','StartAt':'Work','States':{'Work':{'Type':'Map',
                  'Items':['How?','how?'],
                  'ItemSelector':{'question':'{% $states.context.Map.Item.Value %}'},
                  'ItemProcessor':{'StartAt':'One','States':{'One':{'Type':'Task',
                    'Resource':'agent:worker','End':true}}},'End':true}}}
                """)
            .submit(json("{'goal':'g'}"));

    assertThat(running(task).gathered().claims().all())
        .extracting(Claims.Claim::by)
        .containsExactly("worker/1");
  }

  @Test
  void what_is_returned_with_an_answer_is_kept_and_shown_again() {
    var task = returns(mapping(), 1, shared("It rains."));

    assertThat(running(task).gathered().entries("default/t"))
        .hasAtLeastOneElementOfType(Entry.Published.class)
        .hasAtLeastOneElementOfType(Entry.Claimed.class);
    returns(task, 2, shared("It snows."));
    assertThat(((Ended) task.task).last().gathered().shared()).hasSize(2);
  }

  @Test
  void only_so_much_is_kept_in_memory() {
    var gathered = Gathered.NOTHING;
    for (int number = 0; number < 100; number++) {
      gathered = gathered.with(shared("Claim " + number));
    }
    assertThat(gathered.shared())
        .hasSize(Gathered.ASSIGNMENTS_AT_MOST)
        .last()
        .isEqualTo(shared("Claim 99"));
  }

  /** Agents may publish 16 findings of 1 KiB each: the sum would not fit into a frame. */
  @Test
  void only_so_many_bytes_are_kept_in_memory() {
    var gathered = Gathered.NOTHING;
    for (int number = 0; number < Gathered.ASSIGNMENTS_AT_MOST; number++) {
      gathered = gathered.with(LargeFindings.shared(number));
    }
    assertThat(gathered.shared()).last().isEqualTo(LargeFindings.shared(63));
    assertThat(gathered.shared().stream().mapToInt(Shared::bytes).sum())
        .isBetween(Gathered.BYTES_AT_MOST - 20_000, Gathered.BYTES_AT_MOST);
  }

  @Test
  void who_works_alone_and_behind_nobody_reads_nothing() {
    var task = mapping();
    assertThat(running(task).isAlone(work(task, 1))).isFalse();
    var alone =
        Rehearsal.of(
                """
                {'QueryLanguage':'JSONata','StartAt':'Work','States':{'Work':{'Type':'Task',
                  'Resource':'agent:worker','End':true}}}
                """)
            .submit(json("{'goal':'g'}"));
    assertThat(running(alone).isAlone(work(alone, 1))).isTrue();
  }
}
