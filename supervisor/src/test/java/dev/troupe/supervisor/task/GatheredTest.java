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

    assertThat(running(task).gathered().claims())
        .extracting(Gathered.Claim::question, Gathered.Claim::by)
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
    assertThat(gathered.shared()).hasSize(Gathered.AT_MOST).last().isEqualTo(shared("Claim 99"));
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
