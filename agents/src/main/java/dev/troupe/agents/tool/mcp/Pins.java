package dev.troupe.agents.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.persistence.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The definitions of tools that somebody has agreed to, in a file: by server, then by tool, each
 * with its hash for people to compare.
 */
final class Pins {
  /** Servers that are met at the same time share a file. */
  private static final ReentrantLock WRITING = new ReentrantLock();

  private final Optional<Path> file;
  private ObjectNode kept = Json.MAPPER.createObjectNode();

  /**
   * @param file empty to keep them in memory only
   */
  Pins(Optional<Path> file) {
    this.file = file;
  }

  /** By name; empty if nothing is pinned for this server yet. */
  synchronized Map<String, ToolDefinition> of(String server) {
    var tools = new TreeMap<String, ToolDefinition>();
    read()
        .path(server)
        .properties()
        .forEach(tool ->
            tools.put(tool.getKey(), new ToolDefinition(tool.getValue().path("definition"))));
    return tools;
  }

  /** Replaces what was pinned for a server. */
  synchronized void pin(String server, List<ToolDefinition> tools) {
    WRITING.lock();
    try {
      var all = read();
      var block = all.putObject(server);
      for (var tool : tools) {
        block.putObject(tool.name()).put("hash", tool.hash()).set("definition", tool.json());
      }
      kept = all;
      file.ifPresent(path -> write(path, all));
    } finally {
      WRITING.unlock();
    }
  }

  private ObjectNode read() {
    if (file.isEmpty() || !Files.exists(file.get())) {
      return kept.deepCopy();
    }
    try {
      JsonNode json = Json.parse(Files.readString(file.get()));
      if (json instanceof ObjectNode object) {
        return object;
      }
    } catch (IOException | IllegalArgumentException unreadable) {
      throw unusable(file.get(), unreadable);
    }
    throw unusable(file.get(), null);
  }

  private static IllegalArgumentException unusable(
      Path file, @org.jspecify.annotations.Nullable Exception cause) {
    return new IllegalArgumentException(
        "%s holds the pinned tools of MCP servers and cannot be read; mend it, or remove it to trust the servers anew"
            .formatted(file),
        cause);
  }

  private static void write(Path file, ObjectNode all) {
    try {
      var absolute = file.toAbsolutePath();
      var folder = absolute.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      var whole = absolute.resolveSibling(absolute.getFileName() + ".new");
      Files.write(whole, all.toPrettyString().getBytes(StandardCharsets.UTF_8));
      Files.move(whole, absolute, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(
          "%s cannot be written; it is to hold the pinned tools of MCP servers".formatted(file),
          unwritable);
    }
  }
}
