package dev.troupe.agents.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.Writing;
import dev.troupe.agents.Writing.Delta;
import dev.troupe.agents.Writing.Kind;
import dev.troupe.agents.Writing.Reset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;

class LiveTextTest {
  private static final Writing.Call CALL = new Writing.Call(3, 1, "writer", 2);

  private final Watchers watchers = new Watchers();
  private final Deque<Runnable> alarms = new ArrayDeque<>();
  private final TestInbox<Writing> watcher = TestInbox.create("watcher");
  private int timers;

  private final LiveText text =
      new LiveText(
          CALL,
          new Excerpt.Whole(Kind.TEXT),
          watchers,
          (after, what) -> {
            assertThat(after).isEqualTo(LiveText.PAUSE);
            timers++;
            alarms.add(what);
          });

  private void watch() {
    watchers.add(watcher.getRef());
  }

  private List<Writing> heard() {
    return watcher.getAllReceived();
  }

  private static Delta delta(long at, String said) {
    return new Delta(CALL, Kind.TEXT, at, said);
  }

  @Test
  void without_watchers_nothing_is_told_and_no_timer_is_set() {
    for (int word = 0; word < 10_000; word++) {
      text.wrote("word ");
    }
    text.end();

    assertThat(timers).isZero();
    watch();
    assertThat(heard()).isEmpty();
  }

  @Test
  void a_burst_is_one_message_at_once_and_one_after_the_pause() {
    watch();
    for (int word = 0; word < 100; word++) {
      text.wrote("w");
    }
    assertThat(heard()).containsExactly(delta(0, "w"));

    alarms.remove().run();
    assertThat(heard()).containsExactly(delta(1, "w".repeat(99)));

    alarms.remove().run();
    assertThat(heard()).isEmpty();
    assertThat(alarms).isEmpty();
    text.wrote("again");
    assertThat(heard()).containsExactly(delta(100, "again"));
  }

  @Test
  void a_fast_model_fills_messages_of_a_bounded_size_without_waiting() {
    watch();
    text.wrote("a");
    text.wrote("b".repeat(2 * LiveText.CHARACTERS_AT_MOST + 5));

    assertThat(heard())
        .containsExactly(
            delta(0, "a"),
            delta(1, "b".repeat(LiveText.CHARACTERS_AT_MOST)),
            delta(1 + LiveText.CHARACTERS_AT_MOST, "b".repeat(LiveText.CHARACTERS_AT_MOST)));
    text.end();
    assertThat(heard()).containsExactly(delta(1 + 2 * LiveText.CHARACTERS_AT_MOST, "bbbbb"));
  }

  @Test
  void who_comes_in_the_middle_is_told_how_much_stands_before() {
    text.wrote("Once upon ");
    watch();
    text.wrote("a time");

    assertThat(heard()).containsExactly(delta(10, "a time"));
  }

  @Test
  void what_was_gathered_when_the_last_watcher_left_counts_as_written() {
    watch();
    text.wrote("a");
    text.wrote("bc");
    watchers.remove(watcher.getRef());
    text.wrote("d");
    watch();
    alarms.remove().run();
    text.wrote("e");

    assertThat(heard()).containsExactly(delta(0, "a"), delta(4, "e"));
  }

  @Test
  void a_call_that_is_made_again_begins_anew_behind_a_reset() {
    watch();
    text.wrote("half");
    text.wrote(" of it");
    text.dropped();
    alarms.remove().run();
    text.wrote("whole");
    text.end();

    var all = heard();
    assertThat(all).hasSize(3);
    assertThat(all.get(0)).isEqualTo(delta(0, "half"));
    assertThat(all.get(1))
        .isInstanceOfSatisfying(
            Reset.class,
            reset -> {
              assertThat(reset.call()).isEqualTo(CALL);
              assertThat(reset.why()).contains("does not count");
            });
    assertThat(all.get(2)).isEqualTo(delta(0, "whole"));
  }

  @Test
  void nobody_hears_of_a_reset_of_what_nobody_heard() {
    watch();
    text.dropped();
    text.end("The call failed.");

    assertThat(heard()).isEmpty();
  }

  @Test
  void is_silent_behind_its_end() {
    watch();
    text.wrote("a");
    text.wrote("b");
    text.end();
    assertThat(heard()).containsExactly(delta(0, "a"), delta(1, "b"));

    alarms.remove().run();
    text.wrote("late");
    text.dropped();
    text.end("The call was stopped.");

    assertThat(heard()).isEmpty();
    assertThat(alarms).isEmpty();
  }

  @Test
  void never_cuts_a_character_in_two() {
    watch();
    text.wrote("\ud83c");
    text.wrote("\udf0d");
    text.end();

    assertThat(heard()).containsExactly(delta(0, "🌍"));
  }
}
