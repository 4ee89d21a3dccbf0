package dev.troupe.supervisor.task;

import static dev.troupe.supervisor.ScriptedTeam.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Usage;
import dev.troupe.supervisor.task.TaskEvent.Origin;
import dev.troupe.supervisor.task.TaskEvent.StateExited;
import dev.troupe.supervisor.task.TaskEvent.TaskForked;
import dev.troupe.supervisor.task.TaskEvent.TaskSubmitted;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A fork begins with another task's history and goes on live. */
class ForkTest {
  private static final String LONG = "x".repeat(300);
  private static final String MACHINE =
      """
      {'QueryLanguage':'JSONata','StartAt':'A','States':{
        'A':{'Type':'Task','Resource':'agent:a','Assign':{'kept':'{% $states.result.long %}'},
          'Next':'B'},
        'B':{'Type':'Parallel','Next':'C','Output':'{% $states.input %}','Branches':[
          {'StartAt':'B1','States':{'B1':{'Type':'Task','Resource':'agent:b','End':true}}}]},
        'C':{'Type':'Task','Resource':'agent:a','Arguments':{'long':'{% $kept %}',
          'x':'{% $states.input.x %}'},'End':true}}}
      """;

  private static Rehearsal source() {
    return Rehearsal.of(MACHINE)
        .submit(json("{'goal':'g'}"))
        .returns(1, json("{'x':1,'long':'%s'}".formatted(LONG)));
  }

  private static List<TaskEvent> events(Rehearsal task) {
    return task.writes.stream().flatMap(List::stream).toList();
  }

  /** The sequence number of the state's exit. */
  private static int exitOf(String state, List<TaskEvent> events) {
    return 1
        + IntStream.range(0, events.size())
            .filter(index ->
                events.get(index) instanceof StateExited exited && exited.state().equals(state))
            .findFirst()
            .orElseThrow();
  }

  /** A fork of which nothing but the first event is there. */
  private static Rehearsal begun(List<TaskEvent> history, int at, @Nullable JsonNode patch) {
    var first = (TaskSubmitted) history.getFirst();
    var fork = Rehearsal.of(MACHINE);
    return fork.tell(
        new TaskCommand.Submit(
            "w",
            first.workflowHash(),
            json("{'goal':'g'}"),
            List.of(),
            Map.of(),
            Rehearsal.LIMITS,
            null,
            "fork",
            "",
            null,
            new Origin("source", at, first.workflowHash(), List.of(), patch),
            null,
            fork.now,
            1));
  }

  private static Rehearsal copied(Rehearsal fork, List<TaskEvent> history, int atATime) {
    while (fork.task instanceof Copying copying && !copying.isComplete()) {
      var after = (int) fork.task.sequence();
      var until = Math.min(history.size(), after + atATime);
      fork.tell(new TaskCommand.Copy(after, history.subList(after, until), fork.now, 1));
    }
    return fork;
  }

  private static Rehearsal live(List<TaskEvent> history, int at, @Nullable JsonNode patch) {
    var fork = copied(begun(history, at, patch), history, 3);
    return fork.tell(new TaskCommand.GoLive(fork.now, 1));
  }

  @Test
  void goes_on_where_the_state_was_left_without_paying_again() {
    var history = events(source());
    var at = exitOf("A", history);

    var fork = live(history, at, null);

    assertThat(fork.lastWrite().getFirst())
        .isEqualTo(
            new TaskForked(
                "source", at, ((TaskSubmitted) history.getFirst()).workflowHash(), null, fork.now));
    assertThat(events(fork).subList(1, at)).isEqualTo(history.subList(1, at));
    assertThat(((Running) fork.task).progress().usage()).isEqualTo(Usage.NONE);
    assertThat(fork.open()).singleElement().extracting(Work::assignment).isEqualTo(2);

    fork.returns(2, json("'b'"));
    assertThat(fork.open())
        .singleElement()
        .satisfies(work -> {
          // The same agent as in A, and what A had returned.
          assertThat(work.agent()).isEqualTo(1);
          assertThat(work.input().json()).isEqualTo(json("{'x':1,'long':'%s'}".formatted(LONG)));
        });
    assertThat(fork.returns(3, json("'c'")).output()).isEqualTo(json("'c'"));
  }

  @Test
  void text_from_outside_that_it_copied_counts_in_it_too() {
    var source = Rehearsal.of(MACHINE).submit(json("{'goal':'g'}"));
    source.tell(
        new TaskCommand.AcceptReturn(
            1, 1, json("{'x':1,'long':''}"), 1, Usage.NONE, source.now, 1, null, null, true));
    var history = events(source);

    var fork = live(history, exitOf("A", history), null);

    assertThat(fork.open()).singleElement().matches(Work::untrusted);
    assertThat(live(events(source()), exitOf("A", history), null).open())
        .singleElement()
        .matches(work -> !work.untrusted());
  }

  @Test
  void a_patch_changes_what_the_next_state_is_given() {
    var history = events(source());

    var fork = live(history, exitOf("A", history), json("{'x':2,'goal':null,'new':{'y':null}}"));

    assertThat(fork.returns(2, json("'b'")).open().getFirst().input().json().path("x").asInt())
        .isEqualTo(2);
    assertThat(fork.folded(fork.writes.size())).isEqualTo(fork.task);
  }

  @Test
  void pieces_that_are_there_already_are_not_written_again() {
    var history = events(source());
    var fork = begun(history, exitOf("A", history), null);
    var piece = new TaskCommand.Copy(1, history.subList(1, 3), fork.now, 1);

    fork.tell(piece).tell(piece);
    fork.tell(new TaskCommand.GoLive(fork.now, 1));

    assertThat(fork.writes).hasSize(2);
    assertThat(fork.task).isInstanceOf(Copying.class);
  }

  @Test
  void every_prefix_of_its_writes_goes_on_to_the_same_end() {
    var history = events(source());
    var at = exitOf("A", history);
    var whole = live(history, at, null).returns(2, json("'b'")).returns(3, json("'c'"));

    for (var kept = 1; kept < whole.writes.size(); kept++) {
      var again = Rehearsal.of(MACHINE);
      again.task = whole.folded(kept);
      copied(again, history, 100);
      if (again.task instanceof Copying) {
        again.tell(new TaskCommand.GoLive(again.now, 1));
      }
      again.returns(2, json("'b'")).returns(3, json("'c'"));
      assertThat(again.output()).isEqualTo(whole.output());
    }
  }

  @Test
  void a_history_with_an_end_and_a_redrive_and_a_fork_of_a_fork_can_be_copied() {
    var source = source().fails(2, 1, "Broken");
    source.tell(new TaskCommand.Redrive(source.now, 1)).returns(2, 2, json("'b'"));
    var history = events(source);

    var fork = live(history, exitOf("B", history), null);
    assertThat(((Running) fork.task).terms().run().number()).isEqualTo(1);
    var grandchild = live(events(fork), exitOf("B", events(fork)), null);

    assertThat(grandchild.returns(3, json("'c'")).output()).isEqualTo(json("'c'"));
  }

  @Test
  void names_the_nearest_places_where_a_fork_can_begin() {
    var history = events(source().returns(2, json("'b'")));
    var a = exitOf("A", history);
    var b = exitOf("B", history);

    assertThat(places(history, a + 1).nearest()).containsExactly((long) a, (long) b);
    assertThat(places(history, a + 1).found()).isEmpty();
    assertThat(places(history, 1).nearest()).containsExactly((long) a);
    assertThat(places(history, 99).nearest()).containsExactly((long) b);
    assertThat(places(history, b).found())
        .get()
        .satisfies(place -> {
          assertThat(place.next()).isEqualTo("C");
          assertThat(place.assignments()).isEqualTo(2);
          assertThat(place.agents()).hasSize(2);
        });
  }

  private static ForkPlaces places(List<TaskEvent> history, long at) {
    var places = new ForkPlaces(at);
    for (var event : history) {
      if (!places.read(event)) {
        break;
      }
    }
    return places;
  }
}
