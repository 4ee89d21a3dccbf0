package dev.troupe.agents.tool.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.tool.Tool;
import dev.troupe.agents.tool.ToolCall;
import dev.troupe.agents.tool.ToolFailure;
import dev.troupe.persistence.Json;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RealMcpServersIT {
  @TempDir Path folder;

  @BeforeAll
  static void install() throws Exception {
    NpmServers.install();
  }

  @Test
  void server_everything_is_called_over_its_standard_input() throws Exception {
    var block = "command = " + Json.write(NpmServers.everything("stdio"));
    try (var tools = start("everything", block + "\nenv { ONLY_THIS = here }")) {
      assertThat(call(tools, "everything_echo", "{\"message\": \"Grüße\"}").path("text").asText())
          .isEqualTo("Echo: Grüße");
      assertThat(call(tools, "everything_get_sum", "{\"a\": 20, \"b\": 22}").path("text").asText())
          .contains("42");
      assertThat(
              call(tools, "everything_get_structured_content", "{\"location\": \"Chicago\"}")
                  .path("structured")
                  .has("temperature"))
          .isTrue();
      assertThat(call(tools, "everything_get_tiny_image", "{}").path("text").asText())
          .contains("[image image/png, left out]");
      assertThat(call(tools, "everything_get_env", "{}").path("text").asText())
          .contains("\"ONLY_THIS\": \"here\"")
          .doesNotContain("JAVA_HOME", "MAVEN");
      assertThatThrownBy(() -> call(tools, "everything_get_sum", "{\"a\": \"x\"}"))
          .isInstanceOf(ToolFailure.class);
    }
  }

  @Test
  void a_call_of_server_everything_that_takes_too_long_is_given_up_and_the_next_one_works()
      throws Exception {
    var block =
        "reads = [\"*\"], call-timeout = 2 s, command = "
            + Json.write(NpmServers.everything("stdio"));
    try (var tools = start("everything", block)) {
      assertThatThrownBy(() ->
              call(
                  tools,
                  "everything_trigger_long_running_operation",
                  "{\"duration\": 60, \"steps\": 60}"))
          .isInstanceOf(ToolFailure.class)
          .hasMessageContaining("did not answer in time");
      assertThat(call(tools, "everything_echo", "{\"message\": \"next\"}").path("text").asText())
          .isEqualTo("Echo: next");
    }
  }

  @Test
  void server_everything_is_called_over_streamable_http() throws Exception {
    int port = freePort();
    var builder = new ProcessBuilder(NpmServers.everything("streamableHttp"));
    builder.environment().put("PORT", String.valueOf(port));
    var server = builder.redirectErrorStream(true).start();
    try {
      awaitLine(server, "listening on port");
      try (var tools = start("far", "url = \"http://127.0.0.1:" + port + "/mcp\"")) {
        assertThat(call(tools, "far_echo", "{\"message\": \"over HTTP\"}").path("text").asText())
            .isEqualTo("Echo: over HTTP");
        assertThat(call(tools, "far_get_sum", "{\"a\": 1, \"b\": 2}").path("text").asText())
            .contains("3");
        assertThat(
                call(tools, "far_trigger_long_running_operation", "{\"duration\": 1, \"steps\": 2}")
                    .path("text")
                    .asText())
            .contains("completed");
        server.destroyForcibly().waitFor();
        assertThatThrownBy(() -> call(tools, "far_echo", "{\"message\": \"x\"}"))
            .isInstanceOf(ToolFailure.class)
            .hasMessageContaining("cannot be reached");
      }
    } finally {
      server.destroyForcibly();
    }
  }

  @Test
  void server_filesystem_reads_and_writes_below_its_root_only() throws Exception {
    var root = Files.createDirectory(folder.toRealPath().resolve("root"));
    Files.writeString(root.resolve("a.txt"), "what the file says");
    Files.writeString(folder.resolve("secret.txt"), "secret");
    var block =
        "trust-annotations = true, tools = [\"read_text_file\", \"write_file\"], command = "
            + Json.write(NpmServers.filesystem(root));
    try (var tools = start("files", block)) {
      assertThat(tools.list())
          .extracting(tool -> tool.spec().name() + " " + tool.spec().effect())
          .containsExactly("files_read_text_file READS", "files_write_file CHANGES");
      assertThat(
              call(tools, "files_read_text_file", path(root.resolve("a.txt")))
                  .path("text")
                  .asText())
          .isEqualTo("what the file says");
      call(
          tools,
          "files_write_file",
          Json.write(
              Json.MAPPER
                  .createObjectNode()
                  .put("path", root.resolve("b.txt").toString())
                  .put("content", "written")));
      assertThat(root.resolve("b.txt")).hasContent("written");
      assertThatThrownBy(
              () -> call(tools, "files_read_text_file", path(folder.resolve("secret.txt"))))
          .isInstanceOf(ToolFailure.class)
          .hasMessageContaining("denied");
    }
  }

  @Test
  void a_server_ends_when_the_program_that_started_it_is_killed() throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = Json.write(NpmServers.everything("stdio"));
    var node =
        new ProcessBuilder(
                java, "-cp", classPath(), Starter.class.getName(), command, folder.toString())
            .redirectError(folder.resolve("starter.log").toFile())
            .start();
    try (var out =
        new BufferedReader(new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8))) {
      var line = String.valueOf(out.readLine());
      assertThat(line).as(Files.readString(folder.resolve("starter.log"))).startsWith("child ");
      var child = ProcessHandle.of(Long.parseLong(line.substring(6))).orElseThrow();
      assertThat(child.isAlive()).isTrue();
      node.destroyForcibly();
      child.onExit().get(30, TimeUnit.SECONDS);
    } finally {
      node.destroyForcibly();
    }
  }

  /** A program that starts a server, says its process id, and waits to be killed. */
  static final class Starter {
    private Starter() {}

    /** Called by the JVM. */
    public static void main(String[] arguments) throws Exception {
      var config = config("everything", "command = " + arguments[0], Path.of(arguments[1]));
      try (var tools = McpTools.start(config, InstantSource.system())) {
        call(tools, "everything_echo", "{\"message\": \"x\"}");
        System.out.println(
            "child " + ProcessHandle.current().children().findFirst().orElseThrow().pid());
        System.in.read();
      }
    }
  }

  /** Without what would log to the output, where one line is waited for. */
  private static String classPath() {
    var all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Stream.of(all.split(File.pathSeparator))
        .filter(entry -> !entry.contains("logback"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String path(Path file) {
    return Json.write(Json.MAPPER.createObjectNode().put("path", file.toString()));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void awaitLine(Process process, String text) throws IOException {
    var out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (var line = out.readLine(); line != null; line = out.readLine()) {
      if (line.contains(text)) {
        return;
      }
    }
    throw new AssertionError("The server ended without saying \"" + text + "\"");
  }

  private McpTools start(String name, String block) {
    return McpTools.start(config(name, block, folder), InstantSource.system());
  }

  private static Config config(String name, String block, Path data) {
    return ConfigFactory.parseString(
            "troupe.mcp.%s {\n%s\n}\ntroupe.store.directory = %s"
                .formatted(name, block, Json.write(data.toString())))
        .withFallback(ConfigFactory.load());
  }

  private static JsonNode call(McpTools tools, String name, String input) throws Exception {
    Tool tool =
        tools.list().stream()
            .filter(each -> each.spec().name().equals(name))
            .findFirst()
            .orElseThrow();
    var call = new ToolCall("default", "t", List.of(), 1, "t:1:1", Instant.now().plusSeconds(60));
    return tool.call(call, Json.parse(input));
  }
}
