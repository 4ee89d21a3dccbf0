package dev.troupe.agents.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Server-sent events, of which each carries a message. */
final class EventStream {
  private final BoundedLines lines;
  private final int messageBytes;

  EventStream(InputStream body, int messageBytes) {
    this.lines = new BoundedLines(body, messageBytes);
    this.messageBytes = messageBytes;
  }

  /**
   * Reads up to the answer of a request.
   *
   * @param others gets the messages before it
   * @throws McpBroken if the stream ends without the answer
   */
  JsonNode answer(long id, Consumer<JsonNode> others) throws IOException, McpBroken {
    var data = new StringBuilder();
    for (var line = next(); line != null; line = next()) {
      if (line.startsWith("data:")) {
        data.append(line.substring(line.startsWith("data: ") ? 6 : 5)).append('\n');
        requireBounded(data);
      } else if (line.isEmpty() && !data.isEmpty()) {
        var message = JsonRpc.parse(data.toString().getBytes(StandardCharsets.UTF_8));
        data.setLength(0);
        if (message.filter(m -> JsonRpc.answers(m, id)).isPresent()) {
          return message.get();
        }
        message.ifPresent(others);
      }
    }
    throw new McpBroken("its answer ended too early");
  }

  private void requireBounded(StringBuilder data) throws McpBroken {
    if (data.length() > messageBytes) {
      throw new McpBroken("it sent more than %d bytes at once".formatted(messageBytes));
    }
  }

  private @org.jspecify.annotations.Nullable String next() throws IOException, McpBroken {
    try {
      return lines.next().map(line -> new String(line, StandardCharsets.UTF_8)).orElse(null);
    } catch (BoundedLines.TooLong _) {
      throw new McpBroken("it sent more than %d bytes at once".formatted(messageBytes));
    }
  }
}
