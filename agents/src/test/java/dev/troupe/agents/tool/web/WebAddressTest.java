package dev.troupe.agents.tool.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.agents.tool.ToolFailure;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebAddressTest {
  private static final WebRules INTERNET = new WebRules(Set.of(443), Set.of(), Set.of());

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "http://example.org/, scheme is not https",
        "ftp://example.org/, scheme is not https",
        "file:///etc/passwd, scheme is not https",
        "jar:https://example.org/a.jar!/b, scheme is not https",
        "//example.org/, scheme is not https",
        "example.org, scheme is not https",
        "https:example.org, names no host",
        "https:///path, names no host",
        "https://user@example.org/, user or password",
        "https://user:word@example.org/, user or password",
        "https://example.org@10.0.0.1/, user or password",
        "https://example.org:8443/, port 8443",
        "https://example.org:22/, port 22",
        "https://example.org:0/, port 0",
        "https://127.0.0.1/, a number",
        "https://93.184.216.34/, a number",
        "https://2130706433/, a number",
        "https://0x7f000001/, a number",
        "https://0x7f.0.0.1/, names no host",
        "https://0177.0.0.1/, a number",
        "https://127.1/, names no host",
        "https://example.0x7f/, names no host",
        "https://[::1]/, a number",
        "https://[::ffff:127.0.0.1]/, a number",
        "https://localhost/, not a full name",
        "https://intranet/, not a full name",
        "https://example.org./, not a full name",
        "https://bücher.example/, ASCII",
        "https://exa%6dple.org/, ASCII",
        "https://a_b.example/, ASCII",
        "https://ⓔxample.org/, ASCII",
        "https://example。org/, ASCII",
        "https://exam ple.org/, not a URL",
        "https://example.org\\@evil.example/, not a URL",
      })
  void refuses_the_tricks_that_urls_play(String url, String why) {
    assertThatThrownBy(() -> WebAddress.of(url, INTERNET))
        .isInstanceOf(ToolFailure.class)
        .hasMessageContaining(why);
  }

  @Test
  void refuses_line_ends_and_overlong_urls() {
    assertThatThrownBy(() -> WebAddress.of("https://example.org/\r\nHost: evil", INTERNET))
        .isInstanceOf(ToolFailure.class);
    assertThatThrownBy(() -> WebAddress.of("https://example.org/" + "a".repeat(2_048), INTERNET))
        .isInstanceOf(ToolFailure.class)
        .hasMessageContaining("2048");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.org",
        "https://EXAMPLE.org:443/a/b?c=d#e",
        "https://xn--bcher-kva.example/",
        "https://a.b-c.example/%7Euser/?q=1&r=%20",
      })
  void accepts_full_names_over_https(String url) {
    assertThat(WebAddress.of(url, INTERNET).isPrivate()).isFalse();
  }

  @Test
  void keeps_host_in_lower_case_and_drops_the_fragment() {
    var address = WebAddress.of("https://EXAMPLE.org/a?b#c", INTERNET);
    assertThat(address.host()).isEqualTo("example.org");
    assertThat(address.port()).isEqualTo(443);
    assertThat(address.url().toString()).isEqualTo("https://EXAMPLE.org/a?b");
  }

  @Test
  void goes_only_to_listed_hosts_if_any_are_listed() {
    var rules = new WebRules(Set.of(443), Set.of("example.org", "*.docs.example"), Set.of());
    assertThat(WebAddress.of("https://example.org/", rules).host()).isEqualTo("example.org");
    assertThat(WebAddress.of("https://a.docs.example/", rules).host()).isEqualTo("a.docs.example");
    for (var other :
        new String[] {
          "https://www.example.org/", "https://docs.example/", "https://xdocs.example/"
        }) {
      assertThatThrownBy(() -> WebAddress.of(other, rules))
          .isInstanceOf(ToolFailure.class)
          .hasMessageContaining("not among the hosts");
    }
  }

  @Test
  void a_private_host_is_allowed_on_its_port_only() {
    var rules = new WebRules(Set.of(443), Set.of(), Set.of("localhost:8080"));
    assertThat(WebAddress.of("http://localhost:8080/x", rules).isPrivate()).isTrue();
    assertThatThrownBy(() -> WebAddress.of("http://localhost:8081/x", rules))
        .isInstanceOf(ToolFailure.class);
  }

  @Test
  void vets_what_a_redirect_names_by_the_same_rules() {
    var address = WebAddress.of("https://example.org/a/b", INTERNET);
    assertThat(address.redirected("../c", INTERNET).url().toString())
        .isEqualTo("https://example.org/c");
    assertThatThrownBy(() -> address.redirected("http://example.org/", INTERNET))
        .isInstanceOf(ToolFailure.class);
    assertThatThrownBy(() -> address.redirected("https://169.254.169.254/", INTERNET))
        .isInstanceOf(ToolFailure.class);
    assertThatThrownBy(() -> address.redirected("http://[broken", INTERNET))
        .isInstanceOf(ToolFailure.class);
  }
}
