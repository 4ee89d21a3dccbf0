package dev.troupe.agents.tool.mcp;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One block {@code troupe.mcp.NAME}.
 *
 * @param tools names of tools that are offered; {@code *} stands for any characters
 * @param reads names of tools that change nothing, in the operator's word
 * @param trustAnnotations whether the server's own word on that counts
 * @param pins the file of pinned definitions, if not the data directory's
 */
record McpServerSettings(
    String name,
    McpTransport transport,
    List<String> tools,
    Set<String> reads,
    boolean trustAnnotations,
    Optional<Path> pins,
    Limits limits) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,31}");
  private static final int MAX_BYTES = 256 * 1024 * 1024;
  private static final Set<String> KEYS =
      Set.of(
          "command",
          "env",
          "url",
          "headers",
          "tools",
          "reads",
          "trust-annotations",
          "pins",
          "start-timeout",
          "call-timeout",
          "message-bytes",
          "text-characters",
          "calls-at-once");

  /**
   * @param messageBytes of one message that are read
   * @param textCharacters of a result that are handed to the model
   * @param resultBytes of a whole result; a longer one would be refused
   */
  record Limits(
      Duration startTimeout,
      Duration callTimeout,
      int messageBytes,
      int textCharacters,
      long resultBytes,
      int callsAtOnce) {}

  /**
   * By name.
   *
   * @param config the system's whole configuration
   * @throws IllegalArgumentException naming the first setting that cannot be used
   */
  static Map<String, McpServerSettings> of(Config config) {
    var servers = new TreeMap<String, McpServerSettings>();
    var defaults = config.getConfig("troupe.mcp-defaults");
    long resultBytes = config.getBytes("troupe.agents.tool-result-bytes");
    for (var block : config.getObject("troupe.mcp").entrySet()) {
      require(
          block.getKey(),
          NAME.matcher(block.getKey()).matches(),
          "",
          "a server's name must match " + NAME);
      if (!(block.getValue() instanceof ConfigObject own)) {
        throw fault(block.getKey(), "", "a server is a block { command = [...] } or { url = ... }");
      }
      servers.put(block.getKey(), server(block.getKey(), own.toConfig(), defaults, resultBytes));
    }
    return servers;
  }

  private static McpServerSettings server(
      String name, Config own, Config defaults, long resultBytes) {
    for (var key : own.root().keySet()) {
      require(
          name,
          KEYS.contains(key),
          "." + key,
          "there is no such setting; known are "
              + String.join(", ", KEYS.stream().sorted().toList()));
    }
    var block = own.withFallback(defaults);
    return new McpServerSettings(
        name,
        transport(name, block),
        block.getStringList("tools"),
        Set.copyOf(block.getStringList("reads")),
        block.getBoolean("trust-annotations"),
        Optional.of(block.getString("pins")).filter(file -> !file.isBlank()).map(Path::of),
        limits(name, block, resultBytes));
  }

  private static McpTransport transport(String name, Config block) {
    var command = block.getStringList("command");
    var url = block.getString("url");
    require(
        name,
        command.isEmpty() != url.isBlank(),
        "",
        "say either command = [PROGRAM, ...] or url = \"https://...\"");
    return url.isBlank()
        ? new McpTransport.Stdio(command, texts(block.getObject("env")))
        : new McpTransport.Http(url(name, url), texts(block.getObject("headers")));
  }

  private static URI url(String name, String text) {
    try {
      var url = URI.create(text);
      boolean http = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
      if (http && url.getHost() != null && url.getUserInfo() == null) {
        return url;
      }
    } catch (IllegalArgumentException notUrl) {
      // Refused below, like every other text that is no address.
    }
    throw fault(name, ".url", "write http(s)://HOST[:PORT]/PATH, without a user or password");
  }

  private static Map<String, String> texts(ConfigObject block) {
    var texts = new TreeMap<String, String>();
    block.unwrapped().forEach((key, value) -> texts.put(key, String.valueOf(value)));
    return texts;
  }

  private static Limits limits(String name, Config block, long resultBytes) {
    var limits =
        new Limits(
            block.getDuration("start-timeout"),
            block.getDuration("call-timeout"),
            (int) Math.min(Integer.MAX_VALUE, block.getBytes("message-bytes")),
            block.getInt("text-characters"),
            resultBytes,
            block.getInt("calls-at-once"));
    require(name, limits.startTimeout.isPositive(), ".start-timeout", "it must be longer than 0");
    require(name, limits.callTimeout.isPositive(), ".call-timeout", "it must be longer than 0");
    require(
        name,
        limits.messageBytes >= 1 && limits.messageBytes <= MAX_BYTES,
        ".message-bytes",
        "it must be from 1 B to 256 MiB");
    require(name, limits.textCharacters >= 1, ".text-characters", "it must be at least 1");
    require(name, limits.callsAtOnce >= 1, ".calls-at-once", "it must be at least 1");
    return limits;
  }

  boolean offers(String tool) {
    return tools.stream().anyMatch(rule -> matches(rule, tool));
  }

  /** Whether a call of it leaves everything as it was, as far as one may believe that. */
  boolean onlyReads(ToolDefinition tool) {
    return reads.stream().anyMatch(rule -> matches(rule, tool.name()))
        || (trustAnnotations && tool.onlyReads());
  }

  private static boolean matches(String rule, String tool) {
    return Pattern.matches(Pattern.quote(rule).replace("*", "\\E.*\\Q"), tool);
  }

  private static void require(String name, boolean holds, String setting, String otherwise) {
    if (!holds) {
      throw fault(name, setting, otherwise);
    }
  }

  private static IllegalArgumentException fault(String name, String setting, String what) {
    return new IllegalArgumentException("troupe.mcp.%s%s: %s".formatted(name, setting, what));
  }
}
