package dev.troupe.http.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TelemetrySettingsTest {
  private static TelemetrySettings settings(String own) {
    return TelemetrySettings.of(
        ConfigFactory.parseString(own).withFallback(ConfigFactory.load()).resolve());
  }

  @Test
  void the_defaults_tell_nobody_anything() {
    assertThat(settings(""))
        .isEqualTo(
            new TelemetrySettings(
                Optional.empty(),
                Map.of(),
                "troupe",
                1,
                false,
                16384,
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                4096,
                Duration.ofSeconds(3)));
  }

  @Test
  void headers_keep_their_names() {
    assertThat(
            settings("troupe.telemetry.headers { Authorization = \"Bearer t\", \"x.y\" = z }")
                .headers())
        .isEqualTo(Map.of("Authorization", "Bearer t", "x.y", "z"));
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:4318, http://127.0.0.1:4318/v1/traces",
    "https://host/otlp/, https://host/otlp/v1/traces"
  })
  void each_kind_has_its_own_address(String endpoint, String address) {
    assertThat(TelemetrySettings.url(URI.create(endpoint), "traces")).isEqualTo(address);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "endpoint = \"127.0.0.1:4318\" | troupe.telemetry.endpoint",
        "endpoint = \"grpc://host:4317\" | troupe.telemetry.endpoint",
        "sample = 1.5 | troupe.telemetry.sample",
        "queue = 0 | troupe.telemetry.queue",
        "spans-every = 0s | troupe.telemetry.spans-every",
        "headers { a = [1] } | troupe.telemetry.headers.a"
      })
  void what_cannot_be_used_is_named(String own, String name) {
    assertThatThrownBy(() -> settings("troupe.telemetry { " + own + " }"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name);
  }
}
