package dev.troupe.supervisor.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SlotsTest {

  @Test
  void holds_what_a_sorted_map_holds() {
    var random = new Random(7);
    var expected = new TreeMap<Integer, Integer>();
    var slots = Slots.<Integer>empty();

    for (var turn = 0; turn < 20_000; turn++) {
      var index = random.nextInt(40_000);
      expected.put(index, turn);
      slots = slots.with(index, turn);
    }

    assertThat(slots.values()).containsExactlyElementsOf(expected.values());
    assertThat(slots.size()).isEqualTo(expected.size());
    for (var index = -1; index <= 40_000; index++) {
      assertThat(slots.get(index)).isEqualTo(expected.get(index));
    }
  }

  @Test
  void is_left_as_it_was_by_one_more() {
    var one = Slots.<String>empty().with(31, "a");
    var two = one.with(32, "b").with(31, "c");

    assertThat(one.values()).containsExactly("a");
    assertThat(two.values()).containsExactly("c", "b");
  }

  @Test
  void reaches_to_the_largest_index() {
    var slots = Slots.<String>empty().with(Integer.MAX_VALUE, "last").with(0, "first");

    assertThat(slots.values()).containsExactly("first", "last");
    assertThat(slots.get(Integer.MAX_VALUE)).isEqualTo("last");
    assertThat(slots.get(Integer.MAX_VALUE - 1)).isNull();
  }

  @Test
  void equals_what_holds_the_same_in_whatever_order_it_came() {
    var slots = Slots.<List<String>>empty().with(0, List.of("a")).with(99, List.of("b"));

    assertThat(slots)
        .isEqualTo(Slots.<List<String>>empty().with(99, List.of("b")).with(0, List.of("a")))
        .isNotEqualTo(Slots.<List<String>>empty().with(98, List.of("b")).with(0, List.of("a")));
  }
}
