package dev.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.model.limits.GatewayMetrics.Load;
import dev.troupe.agents.model.limits.GatewayMetrics.Reason;
import dev.troupe.agents.model.limits.Limit;
import dev.troupe.supervisor.TaskLoad;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class MetricsRoutesTest {
  private ApiServer server;

  @BeforeAll
  void start() {
    server = new ApiServer();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void tells_what_the_model_gateway_is_at_as_prometheus_reads_it() {
    server.loads =
        List.of(
            new Load(
                "openai",
                3,
                7,
                42,
                Map.of(Reason.TOO_LATE, 2L),
                Duration.ofMillis(1500),
                Map.of("http://a.example/\"x\"", "half-open"),
                Map.of(Limit.REQUESTS_PER_MINUTE, 20L)));

    var answer = server.get("/metrics");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(
            type -> assertThat(type).startsWith("text/plain").contains("version=0.0.4"));
    assertThat(answer.body().lines())
        .contains(
            "# TYPE troupe_model_calls_in_flight gauge",
            "troupe_model_calls_in_flight{provider=\"openai\"} 3",
            "troupe_model_calls_waiting{provider=\"openai\"} 7",
            "# TYPE troupe_model_tries_total counter",
            "troupe_model_tries_total{provider=\"openai\"} 42",
            "troupe_model_refused_total{provider=\"openai\",reason=\"too-late\"} 2",
            "troupe_model_wait_seconds_total{provider=\"openai\"} 1.5",
            "troupe_model_limit{provider=\"openai\",limit=\"requests-per-minute\"} 20",
            "troupe_model_circuit{provider=\"openai\",endpoint=\"http://a.example/\\\"x\\\"\",state=\"half-open\"} 1");
  }

  @Test
  void tells_what_the_node_has_under_way() {
    server.tasks.load = new TaskLoad(12, 3, Duration.ofMillis(1500));

    assertThat(server.get("/metrics").body().lines())
        .contains(
            "# TYPE troupe_tasks_under_way gauge",
            "troupe_tasks_under_way 12",
            "# TYPE troupe_submissions_refused_total counter",
            "troupe_submissions_refused_total 3",
            "troupe_submission_store_seconds 1.5");
  }

  @Test
  void takes_no_parameter_and_no_other_method() {
    assertThat(server.get("/metrics?x=1").statusCode()).isEqualTo(400);
    assertThat(server.post("/metrics", "{}").statusCode()).isEqualTo(405);
  }
}
