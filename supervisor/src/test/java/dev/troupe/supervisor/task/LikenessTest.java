package dev.troupe.supervisor.task;

import static dev.troupe.supervisor.ScriptedTeam.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What stands for content that an agent, say, hands back as it was. */
class LikenessTest {
  private static final String LONG = "'" + "x".repeat(2000) + "'";
  private static final Value.Reference PLACE = new Value.Reference(3, "output");

  private static Value written(String held, String content) {
    var contents = new Contents(List.of(new Held(json(held), PLACE)), List.of());
    return new ContentWriter(contents).write(json(content));
  }

  @Test
  void refers_to_what_is_held_where_a_large_part_says_the_same() {
    var held = "{'a':%s,'b':[{'c':%s}]}".formatted(LONG, LONG);

    assertThat(written(held, held)).isEqualTo(PLACE);
    assertThat(written(held, "{'n':1,'b':[{'c':%s}]}".formatted(LONG)))
        .isInstanceOfSatisfying(
            Value.Composed.class,
            composed -> assertThat(composed.parts()).containsKey("/b").hasSize(1));
  }

  @Test
  void writes_what_differs_in_order_or_in_a_numbers_form() {
    var held = "{'n':1,'m':2,'a':%s}".formatted(LONG);

    assertThat(written(held, "{'m':2,'n':1,'a':%s}".formatted(LONG)))
        .isInstanceOfSatisfying(
            Value.Composed.class,
            composed -> assertThat(names(composed.json())).containsExactly("m", "n", "a"));
    assertThat(written(held, "{'n':1.0,'m':2,'a':%s}".formatted(LONG)))
        .isInstanceOfSatisfying(
            Value.Composed.class,
            composed -> assertThat(composed.json().path("n").isDouble()).isTrue());
  }

  @Test
  void writes_small_copies_again() {
    var small = "{'a':'%s'}".formatted("x".repeat(200));

    assertThat(written(small, small)).isEqualTo(Value.of(json(small)));
  }

  private static List<String> names(JsonNode object) {
    return object.properties().stream().map(member -> member.getKey()).toList();
  }
}
