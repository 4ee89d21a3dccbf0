package dev.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.telemetry.LogContext;
import dev.troupe.agents.telemetry.SpanPlace;
import dev.troupe.persistence.Json;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class JsonLogTest {
  private static JsonNode line(@Nullable Throwable thrown) {
    var encoder = new JsonLog();
    encoder.start();
    Logger logger = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("a.b");
    var event =
        new LoggingEvent(
            "x", logger, Level.WARN, "{} was \"late\"\nand went", thrown, new Object[] {"She"});
    var line = new String(encoder.encode(event), StandardCharsets.UTF_8);
    assertThat(line).endsWith("}\n");
    assertThat(line.strip()).doesNotContain("\n");
    return Json.parse(line);
  }

  @Test
  void a_line_is_an_object() {
    var line = line(null);

    assertThat(line.path("level").asText()).isEqualTo("WARN");
    assertThat(line.path("logger").asText()).isEqualTo("a.b");
    assertThat(line.path("message").asText()).isEqualTo("She was \"late\"\nand went");
    assertThat(line.path("time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
    assertThat(line.has("task")).isFalse();
    assertThat(line.has("exception")).isFalse();
  }

  @Test
  void a_fault_is_told_with_where_it_came_from() {
    assertThat(line(new IllegalStateException("torn")).path("exception").asText())
        .startsWith("java.lang.IllegalStateException: torn")
        .contains("JsonLogTest");
  }

  @Test
  void whatever_is_logged_for_a_task_names_it_on_virtual_threads_too() {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var line =
          CompletableFuture.supplyAsync(
                  () -> {
                    try (var _ = LogContext.of("default", "t-1", 3)) {
                      return line(null);
                    }
                  },
                  threads)
              .join();

      assertThat(line.path("task").asText()).isEqualTo("t-1");
      assertThat(line.path("assignment").asText()).isEqualTo("3");
      assertThat(line.path("trace_id").asText())
          .isEqualTo(SpanPlace.ofRun("default", "t-1", 1).trace());
    }
    assertThat(line(null).has("task")).isFalse();
  }
}
