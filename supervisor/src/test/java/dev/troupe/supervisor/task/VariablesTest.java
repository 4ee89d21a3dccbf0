package dev.troupe.supervisor.task;

import static dev.troupe.supervisor.ScriptedTeam.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How much a task may keep in its variables. */
class VariablesTest {
  private static final String LARGE = "{% $pad('x', 261000) %}";
  private static final int TOO_MANY = 41;

  private static Task ran(String machine) {
    var task = Rehearsal.of(machine).submit(json("{}"));
    while (task.task instanceof Running running && running.runnable().isPresent()) {
      task.tell(new TaskCommand.Continue(task.now, 1));
    }
    return task.task;
  }

  private static String assigning(int states, String variable) {
    return IntStream.rangeClosed(1, states)
        .mapToObj(number ->
            "'S%d':{'Type':'Pass','Assign':{'%s':'%s'},'Next':'S%d'}"
                .formatted(
                    number, variable.formatted(number), LARGE.replace("'", "\\u0027"), number + 1))
        .collect(
            Collectors.joining(
                ",",
                "{'QueryLanguage':'JSONata','StartAt':'S1','States':{",
                ",'S%d':{'Type':'Succeed'}}}".formatted(states + 1)));
  }

  @Test
  void beyond_ten_mebibytes_in_all_the_assignment_fails_by_name() {
    assertThat(ran(assigning(TOO_MANY, "v%d")))
        .isInstanceOfSatisfying(
            Ended.class,
            ended ->
                assertThat(ended.end())
                    .isInstanceOfSatisfying(
                        Ended.End.Failed.class,
                        failed -> {
                          assertThat(failed.error()).isEqualTo("States.DataLimitExceeded");
                          assertThat(failed.cause()).contains("'S41'").contains("10485760");
                        }));
  }

  @Test
  void up_to_there_it_may_and_what_is_replaced_counts_no_more() {
    assertThat(ran(assigning(TOO_MANY - 1, "v%d")))
        .isInstanceOfSatisfying(
            Ended.class, ended -> assertThat(ended.end()).isInstanceOf(Ended.End.Completed.class));
    assertThat(ran(assigning(TOO_MANY + 9, "v")))
        .isInstanceOfSatisfying(
            Ended.class, ended -> assertThat(ended.end()).isInstanceOf(Ended.End.Completed.class));
  }

  @Test
  void the_variables_of_branches_count_with_those_around_them() {
    var machine =
        """
        {'QueryLanguage':'JSONata','StartAt':'Before','States':{
          'Before':{'Type':'Pass','Assign':{'v':'LARGE'},'Next':'Each'},
          'Each':{'Type':'Map','Items':'{% [1..40] %}','End':true,
            'ItemProcessor':{'StartAt':'Keep','States':{
              'Keep':{'Type':'Pass','Assign':{'w':'LARGE'},'Next':'Work'},
              'Work':{'Type':'Task','Resource':'agent:worker','End':true}}}}}}
        """
            .replace("LARGE", LARGE.replace("'", "\\u0027"));

    assertThat(ran(machine))
        .isInstanceOfSatisfying(
            Ended.class,
            ended ->
                assertThat(ended.end())
                    .isInstanceOfSatisfying(
                        Ended.End.Failed.class,
                        failed ->
                            assertThat(failed.error()).isEqualTo("States.DataLimitExceeded")));
    assertThat(ran(machine.replace("40]", "39]"))).isInstanceOf(Running.class);
  }
}
