package dev.troupe.agents.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpanPlaceTest {
  private static final String TASK = "0198c1f0-0000-7000-8000-000000000001";

  @Test
  void a_tasks_trace_is_what_anybody_can_compute_from_its_id() {
    // printf 'default/0198c1f0-0000-7000-8000-000000000001' | sha256sum | cut -c1-32
    assertThat(SpanPlace.ofRun("default", TASK, 1).trace())
        .isEqualTo("3380971566757af44cee9a2e058e58f5");
    assertThat(SpanPlace.trace("default", TASK)).isEqualTo("3380971566757af44cee9a2e058e58f5");
  }

  @Test
  void all_of_a_task_is_one_trace_and_each_its_own_span() {
    var places =
        List.of(
            SpanPlace.ofRun("default", TASK, 1),
            SpanPlace.ofRun("default", TASK, 2),
            SpanPlace.ofAttempt("default", TASK, 1, 1),
            SpanPlace.ofAttempt("default", TASK, 1, 2),
            SpanPlace.ofAttempt("default", TASK, 2, 1),
            SpanPlace.ofTool("default", TASK, 1, 1, 1),
            SpanPlace.ofTool("default", TASK, 1, 1, 2));
    assertThat(places).extracting(SpanPlace::trace).containsOnly(places.getFirst().trace());
    assertThat(places).extracting(SpanPlace::span).doesNotHaveDuplicates();
    assertThat(SpanPlace.ofAttempt("default", TASK, 1, 1)).isEqualTo(places.get(2));
  }

  @Test
  void the_same_id_of_another_tenant_is_another_trace() {
    assertThat(SpanPlace.ofRun("other", TASK, 1).trace())
        .isNotEqualTo(SpanPlace.ofRun("default", TASK, 1).trace());
  }

  @Test
  void reads_what_it_writes() {
    var place = SpanPlace.ofAttempt("default", TASK, 3, 1);
    assertThat(SpanPlace.read(place.traceparent(true))).contains(place);
    assertThat(place.traceparent(true)).endsWith("-01");
    assertThat(place.traceparent(false)).endsWith("-00");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331"
      })
  void what_is_no_trace_context_is_none(String header) {
    assertThat(SpanPlace.read(header)).isEmpty();
  }
}
