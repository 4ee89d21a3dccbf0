package dev.troupe.agents.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.tool.Tool;
import dev.troupe.agents.tool.ToolCall;
import dev.troupe.agents.tool.Tools;
import dev.troupe.persistence.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ToolCallerTest {
  private record Bill(String name) {}

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final JsonNode INPUT = Json.parse("{\"name\":\"x\"}");

  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
  private final ToolCaller caller =
      new ToolCaller(blocking, new ToolSettings(4, 1, 65_536, Duration.ofDays(1), 3));
  private final AtomicInteger paid = new AtomicInteger();
  private final CountDownLatch inside = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  @AfterEach
  void close() {
    released.countDown();
    blocking.close();
  }

  private Tool pay() {
    return Tools.NONE
        .withChange("pay", "Pays.", Bill.class, (_, _) -> paid.incrementAndGet())
        .find("pay")
        .orElseThrow();
  }

  private static ToolCall call(ToolTime time) {
    return new ToolCall("default", "t", List.of(), 1, "t:1:1.1", time.end());
  }

  private static ToolTime within(Duration timeout) {
    return ToolTime.of(InstantSource.system(), timeout, Instant.MAX);
  }

  @Test
  void nothing_is_called_once_its_time_is_over() throws Exception {
    var over = ToolTime.of(InstantSource.system(), LONG, Instant.now().minusSeconds(1));

    for (int times = 0; times < 100; times++) {
      var outcome =
          caller.inPlace("pay", "a", over, () -> caller.call(pay(), call(over), INPUT, over));
      assertThat(outcome)
          .isEqualTo(new ToolOutcome.Failed("pay: no time was left for it, and it was not called"));
    }

    assertThat(paid).hasValue(0);
  }

  @Test
  void a_slow_tool_takes_its_own_places_and_leaves_others_theirs() throws Exception {
    var slow =
        blocking.submit(() ->
            caller.inPlace(
                "slow",
                "a",
                within(LONG),
                () -> {
                  inside.countDown();
                  return released.await(30, TimeUnit.SECONDS);
                }));
    assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();

    assertThat(caller.inPlace("slow", "b", within(Duration.ofMillis(1)), () -> "in")).isNull();
    assertThat(caller.inPlace("quick", "b", within(LONG), () -> "in")).isEqualTo("in");

    released.countDown();
    assertThat(slow.get()).isTrue();
    assertThat(caller.inPlace("slow", "b", within(LONG), () -> "in")).isEqualTo("in");
  }

  @Test
  void the_wait_for_a_place_comes_off_the_time_of_the_call() {
    var start = Instant.parse("2026-11-21T10:00:00Z");
    var now = new Instant[] {start};
    var time = ToolTime.of(() -> now[0], Duration.ofSeconds(10), start.plusSeconds(60));
    now[0] = start.plusSeconds(9);

    assertThat(time.left()).isEqualTo(Duration.ofSeconds(1));
    assertThat(time.leftToAsk()).isEqualTo(Duration.ofSeconds(10));
    now[0] = start.plusSeconds(55);
    assertThat(time.isOver()).isTrue();
    assertThat(time.leftToAsk()).isEqualTo(Duration.ofSeconds(5));
  }
}
