package dev.troupe.agents.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelSettingsTest {
  private static ModelSettings settings(String text) {
    return ModelSettings.of(
        ConfigFactory.parseString(text).withFallback(ConfigFactory.load()).resolve());
  }

  private static ProviderSettings provider(String name, String text) {
    return settings(text).endpoints().stream()
        .filter(endpoint -> endpoint.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void the_defaults_are_pinned() {
    var http = settings("").http();

    assertThat(http.connections()).isEqualTo(2048);
    assertThat(http.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(http.responseBytes()).isEqualTo(4L << 20);
    assertThat(http.stream().firstToken()).isEqualTo(Duration.ofSeconds(90));
    assertThat(http.stream().idle()).isEqualTo(Duration.ofSeconds(60));
    assertThat(http.allowedHosts()).isEmpty();
  }

  @Test
  void a_provider_speaks_openai_and_streams_unless_it_says_otherwise() {
    var mine = "troupe.models.providers.mine";

    assertThat(provider("mine", mine + " {}").kind()).isEqualTo(ProviderKind.OPENAI);
    assertThat(provider("mine", mine + " {}").stream()).isTrue();
    assertThat(provider("bench", "").stream()).isFalse();
    assertThat(provider("anthropic", "").kind()).isEqualTo(ProviderKind.ANTHROPIC);
    assertThat(provider("gemini", "").kind()).isEqualTo(ProviderKind.GEMINI);
    assertThat(provider("ollama", "").kind()).isEqualTo(ProviderKind.OLLAMA);
  }

  @Test
  void prompts_are_kept_at_anthropics_endpoints_unless_they_are_set_not_to() {
    assertThat(provider("anthropic", "").promptCache()).isTrue();
    assertThat(
            provider("anthropic", "troupe.models.providers.anthropic.prompt-cache = off")
                .promptCache())
        .isFalse();
    assertThat(provider("openai", "").promptCache()).isFalse();
  }

  @Test
  void whether_prompts_are_kept_is_on_or_off_and_said_of_anthropics_kind_only() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings("troupe.models.providers.anthropic.prompt-cache = maybe"))
        .withMessage(
            "troupe.models.providers.anthropic.prompt-cache: \"maybe\" is neither on nor off");
    for (var value : List.of("on", "off", "maybe")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> settings("troupe.models.providers.openai.prompt-cache = " + value))
          .withMessage(
              "troupe.models.providers.openai.prompt-cache: only providers of kind anthropic have this setting, and this one is of kind openai; leave it out");
    }
    assertThat(
            provider("anthropic", "troupe.models.provider-defaults.prompt-cache = off")
                .promptCache())
        .isFalse();
  }

  @Test
  void a_base_url_without_a_version_gets_that_of_its_kind() {
    var block = "troupe.models.providers.mine { kind = %s, base-url = \"http://h:1/p/\" }";

    assertThat(provider("mine", block.formatted("openai")).baseUrl().orElseThrow())
        .hasToString("http://h:1/p/v1");
    assertThat(provider("mine", block.formatted("gemini")).baseUrl().orElseThrow())
        .hasToString("http://h:1/p/v1beta");
    assertThat(provider("mine", block.formatted("ollama")).baseUrl().orElseThrow())
        .hasToString("http://h:1/p");
  }

  @Test
  void a_list_of_hosts_lets_calls_go_nowhere_else() {
    var http =
        settings("troupe.models.http.allowed-hosts = [\"API.one.org\", \"*.two.org\"]").http();

    assertThat(http.allows("api.one.org")).isTrue();
    assertThat(http.allows("eu.api.two.org")).isTrue();
    assertThat(http.allows("two.org.evil.net")).isFalse();
    assertThat(http.allows("eviltwo.org")).isFalse();
    assertThat(settings("").http().allows("anywhere.net")).isTrue();
  }

  @Test
  void a_call_to_a_host_that_is_not_allowed_is_not_sent() throws Exception {
    try (var call =
        new StreamedCall(
            "openai",
            wire -> wire.chunked().chunk(Voice.OPENAI.hello()).end(),
            List.of("troupe.models.http.allowed-hosts = [\"api.one.org\"]"))) {
      assertThat(call.failure().kind()).isEqualTo(ModelFailure.Kind.NOT_CONFIGURED);
      assertThat(call.failure())
          .hasMessageContaining("the host 127.0.0.1; add it to troupe.models.http.allowed-hosts");
      assertThat(call.server().connections).hasValue(0);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "connections = 0",
        "response-bytes = 0",
        "connect-timeout = -1s",
        "first-token = 0s",
        "idle = -3s"
      })
  void patience_and_bounds_have_to_be_positive(String setting) {
    var name = setting.substring(0, setting.indexOf(' '));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings("troupe.models.http." + setting))
        .withMessageStartingWith("troupe.models.http.%s: it must be ".formatted(name));
  }

  @Test
  void a_key_file_has_to_hold_a_key(@TempDir Path folder) throws IOException {
    var file = folder.resolve("key");
    var setting = "troupe.models.providers.mine.api-key-file = \"%s\"".formatted(file);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(setting))
        .withMessageContaining("cannot be read");
    Files.writeString(file, " \n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(setting))
        .withMessageContaining("is empty");
    Files.write(file, new byte[] {(byte) 0xC3, 0x28});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(setting))
        .withMessageContaining("is no UTF-8 text");
  }

  @Test
  void a_kind_that_nobody_knows_is_named() {
    assertThatThrownBy(() -> settings("troupe.models.providers.mine.kind = bard"))
        .hasMessage(
            "troupe.models.providers.mine.kind: \"bard\" is none of openai, anthropic, gemini, ollama");
  }
}
