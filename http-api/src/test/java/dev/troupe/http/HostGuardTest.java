package dev.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostGuardTest {
  private final ApiServer server = new ApiServer();

  @AfterAll
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "LOCALHOST:1", "127.0.0.1", "127.8.9.1:8080", "[::1]", "[::1]:99"})
  void answers_under_loopback_names(String host) throws IOException {
    assertThat(raw("GET /health/live HTTP/1.1", "Host: " + host)).startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "127.0.0.1.evil.example:8080", "localhost.evil", "10.0.0.1"})
  void answers_under_no_other_name(String host) throws IOException {
    String answer = raw("GET /v1/tasks HTTP/1.1", "Host: " + host);
    assertThat(answer).startsWith("HTTP/1.1 421").contains("application/problem+json");
  }

  @Test
  void answers_under_no_empty_name() throws IOException {
    assertThat(raw("GET /v1/tasks HTTP/1.1", "Host: ")).startsWith("HTTP/1.1 400");
  }

  @Test
  void lets_no_foreign_page_in() throws IOException {
    String own = "Host: localhost\r\nOrigin: http://localhost:3000";
    String foreign = "Host: localhost\r\nOrigin: https://evil.example";
    assertThat(raw("GET /health/live HTTP/1.1", own)).startsWith("HTTP/1.1 200");
    assertThat(raw("GET /health/live HTTP/1.1", foreign)).startsWith("HTTP/1.1 403");
    assertThat(raw("GET /health/live HTTP/1.1", "Host: localhost\r\nOrigin: null"))
        .startsWith("HTTP/1.1 403");
  }

  @Test
  void answers_what_is_no_http_with_a_problem_too() throws IOException {
    assertThat(raw("GET /%%% HTTP/1.1", "Host: localhost"))
        .startsWith("HTTP/1.1 400")
        .contains("application/problem+json");
  }

  private String raw(String requestLine, String header) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.url.getPort())) {
      String request = requestLine + "\r\n" + header + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
