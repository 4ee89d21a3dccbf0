package dev.troupe.agents.tool.mcp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A server as a process of its own, which misbehaves as its first argument says. */
final class FakeMcpServer {
  private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private final String mode;

  private FakeMcpServer(String mode) {
    this.mode = mode;
  }

  /** What starts it; it needs nothing on its class path but itself. */
  static List<String> command(String mode) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var classes =
        Path.of(FakeMcpServer.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    return List.of(
        java,
        "-XX:TieredStopAtLevel=1",
        "-Xshare:auto",
        "-cp",
        classes.toString(),
        FakeMcpServer.class.getName(),
        mode);
  }

  /** Called by the JVM. */
  public static void main(String[] arguments) throws IOException {
    var server = new FakeMcpServer(arguments[0]);
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      server.handle(line);
    }
  }

  private void handle(String line) {
    var id = ID.matcher(line);
    if (!id.find()) {
      return;
    }
    if (line.contains("\"initialize\"")) {
      begin(id.group(1));
    } else if (line.contains("\"tools/list\"")) {
      result(id.group(1), "{\"tools\":[" + tools() + "]}");
    } else if (line.contains("\"tools/call\"")) {
      call(id.group(1), line);
    } else if (line.contains("\"ping\"") && !mode.equals("hang")) {
      result(id.group(1), "{}");
    }
  }

  private void begin(String id) {
    switch (mode) {
      case "dies-at-start" -> System.exit(3);
      case "silent" -> {}
      case "noise" -> {
        OUT.println("Welcome to the server!");
        OUT.println("[1, 2]");
        result(id, "{\"protocolVersion\":\"2025-06-18\"}");
      }
      case "only-noise" -> {
        for (int i = 0; i < 200; i++) {
          OUT.println("no message");
        }
      }
      case "from-the-future" -> result(id, "{\"protocolVersion\":\"2099-01-01\"}");
      default -> result(id, "{\"protocolVersion\":\"2025-06-18\"}");
    }
  }

  private String tools() {
    var description = mode.equals("described-otherwise") ? "Echoes, and more" : "Echoes";
    var schema = mode.equals("no-canonical-form") ? "{\"maximum\":1e400}" : "{\"type\":\"object\"}";
    var echo =
        "{\"name\":\"echo\",\"description\":\"%s\",\"inputSchema\":%s,\"annotations\":{\"readOnlyHint\":true}}"
            .formatted(description, schema);
    if (mode.startsWith("offers:")) {
      return "{\"name\":\"%s\"}".formatted(mode.substring("offers:".length()));
    }
    return mode.equals("without-echo") ? "" : echo + ",{\"name\":\"put-it\"}";
  }

  private void call(String id, String line) {
    switch (mode) {
      case "dies-at-call" -> System.exit(4);
      case "hang", "late" -> {}
      case "huge" -> text(id, "x".repeat(200_000));
      case "tool-fails" ->
          result(
              id, "{\"isError\":true,\"content\":[{\"type\":\"text\",\"text\":\"no such row\"}]}");
      case "refuses" ->
          OUT.println(
              "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":-32602,\"message\":\"bad row\"}}"
                  .formatted(id));
      case "chatters" -> {
        for (int i = 0; i < 60; i++) {
          OUT.println("no message");
          OUT.println();
        }
        text(id, "done");
      }
      case "environment" -> text(id, String.join(" ", new TreeMap<>(System.getenv()).keySet()));
      case "changes-its-tools" -> {
        OUT.println("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}");
        text(id, "done");
      }
      case "asks-back" -> {
        OUT.println("{\"jsonrpc\":\"2.0\",\"id\":77,\"method\":\"sampling/createMessage\"}");
        text(id, "asked");
      }
      default -> text(id, line.replace("\"", "'"));
    }
  }

  private static void text(String id, String text) {
    result(id, "{\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"}]}");
  }

  private static void result(String id, String result) {
    OUT.println("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}");
  }
}
