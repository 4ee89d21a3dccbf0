package dev.troupe.agents.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class LogContextTest {

  @AfterEach
  void clear() {
    MDC.clear();
  }

  @Test
  void names_the_work_until_it_is_closed() {
    try (var _ = LogContext.of("default", "t-1", 3)) {
      assertThat(MDC.getCopyOfContextMap())
          .containsOnly(
              entry(LogContext.TASK, "t-1"),
              entry(LogContext.ASSIGNMENT, "3"),
              entry(LogContext.TRACE, SpanPlace.ofRun("default", "t-1", 1).trace()));
    }

    assertThat(MDC.get(LogContext.TASK)).isNull();
    assertThat(MDC.get(LogContext.ASSIGNMENT)).isNull();
    assertThat(MDC.get(LogContext.TRACE)).isNull();
  }

  @Test
  void gives_back_what_stood_there_before() {
    MDC.put("request", "r-1");
    try (var _ = LogContext.of("default", "t-1", 3)) {
      try (var _ = LogContext.of("default", "t-2")) {
        assertThat(MDC.get(LogContext.TASK)).isEqualTo("t-2");
        assertThat(MDC.get(LogContext.ASSIGNMENT)).as("of another task").isNull();
      }
      assertThat(MDC.get(LogContext.TASK)).isEqualTo("t-1");
      assertThat(MDC.get(LogContext.ASSIGNMENT)).isEqualTo("3");
      assertThat(MDC.get(LogContext.TRACE)).isEqualTo(SpanPlace.ofRun("default", "t-1", 1).trace());
    }
    assertThat(MDC.get("request")).isEqualTo("r-1");
  }
}
