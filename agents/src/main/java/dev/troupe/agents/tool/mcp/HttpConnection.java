package dev.troupe.agents.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Json;
import dev.troupe.persistence.PlainWords;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** MCP by Streamable HTTP: every request a POST, answered by JSON or by a stream of events. */
final class HttpConnection implements McpConnection {
  private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);
  private static final Duration SHORT = Duration.ofSeconds(5);
  private static final String SESSION = "Mcp-Session-Id";
  private static final int OK = 200;
  private static final int MULTIPLE_CHOICES = 300;
  private static final int NOT_FOUND = 404;
  private static final int SERVER_ERROR = 500;

  private final String name;
  private final URI url;
  private final Map<String, String> headers;
  private final int messageBytes;
  private final Runnable toolsChanged;
  private final AtomicLong ids = new AtomicLong();
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(SHORT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .executor(Thread::startVirtualThread)
          .build();
  private volatile @Nullable String session;
  private volatile @Nullable String version;
  private volatile boolean open = true;

  HttpConnection(
      String name, URI url, Map<String, String> headers, int messageBytes, Runnable toolsChanged) {
    this.name = name;
    this.url = url;
    this.headers = headers;
    this.messageBytes = messageBytes;
    this.toolsChanged = toolsChanged;
  }

  @Override
  public JsonNode request(String method, JsonNode parameters, Duration within)
      throws McpBroken, McpRefused, TimeoutException, InterruptedException {
    long id = ids.incrementAndGet();
    var exchange = new FutureTask<>(() -> exchange(id, JsonRpc.request(id, method, parameters)));
    Thread.startVirtualThread(exchange);
    try {
      return JsonRpc.result(exchange.get(within.toNanos(), TimeUnit.NANOSECONDS));
    } catch (ExecutionException failed) {
      throw broken(failed);
    } catch (TimeoutException | InterruptedException unwanted) {
      cancelled(id);
      throw unwanted;
    } finally {
      // Closes the connection of an answer that is still on its way.
      exchange.cancel(true);
    }
  }

  /** What is wrong with one answer says nothing of the others; a lost connection may. */
  private McpBroken broken(ExecutionException failed) {
    if (failed.getCause() instanceof McpBroken known) {
      return known;
    }
    open = false;
    var why = "it cannot be reached: " + PlainWords.of(failed);
    return failed.getCause() instanceof ConnectException
        ? McpBroken.untouched(why, failed)
        : new McpBroken(why, failed);
  }

  private void cancelled(long id) {
    var parameters = Json.MAPPER.createObjectNode().put("requestId", id);
    Thread.startVirtualThread(() -> {
      try {
        notify("notifications/cancelled", parameters);
      } catch (McpBroken _) {
        LOG.debug("The MCP server {} was not told that an answer is not wanted", name);
      }
    });
  }

  private JsonNode exchange(long id, JsonNode message)
      throws McpBroken, IOException, InterruptedException {
    var response = client.send(post(message), BodyHandlers.ofInputStream());
    try (var body = response.body()) {
      requireSuccess(response);
      response.headers().firstValue(SESSION).ifPresent(given -> session = given);
      var type = response.headers().firstValue("Content-Type").orElse("");
      return type.startsWith("text/event-stream")
          ? new EventStream(body, messageBytes).answer(id, this::handle)
          : single(id, body);
    }
  }

  private void requireSuccess(HttpResponse<?> response) throws McpBroken {
    int status = response.statusCode();
    if (status < OK || status >= MULTIPLE_CHOICES) {
      if (status == NOT_FOUND && session != null) {
        // So a server says that it has ended the session.
        open = false;
      }
      var answer = "%s answered %d".formatted(McpTransport.shown(url), status);
      throw status < SERVER_ERROR
          ? McpBroken.untouched(answer, new IOException(answer))
          : new McpBroken(answer);
    }
  }

  private JsonNode single(long id, InputStream body) throws IOException, McpBroken {
    byte[] read = body.readNBytes(messageBytes + 1);
    if (read.length > messageBytes) {
      throw new McpBroken("it sent more than %d bytes at once".formatted(messageBytes));
    }
    return JsonRpc.parse(read)
        .filter(message -> JsonRpc.answers(message, id))
        .orElseThrow(() -> new McpBroken("it answered with something that is no message"));
  }

  /** What a server says while it works. */
  private void handle(JsonNode message) {
    if (message.path("method").asText().equals("notifications/tools/list_changed")) {
      toolsChanged.run();
    }
    JsonRpc.reply(message).ifPresent(reply -> Thread.startVirtualThread(() -> answer(reply)));
  }

  private void answer(JsonNode reply) {
    try {
      client.send(post(reply), BodyHandlers.discarding());
    } catch (IOException unreached) {
      LOG.debug("The MCP server {} was not answered", name, unreached);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void notify(String method, JsonNode parameters) throws McpBroken {
    try {
      client
          .sendAsync(post(JsonRpc.notification(method, parameters)), BodyHandlers.discarding())
          .get(SHORT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException failed) {
      throw new McpBroken("it cannot be reached", failed);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new McpBroken("the call was stopped");
    }
  }

  private HttpRequest post(JsonNode message) {
    return builder()
        .header("Content-Type", "application/json")
        .header("Accept", "application/json, text/event-stream")
        .POST(BodyPublishers.ofByteArray(Json.bytes(message)))
        .build();
  }

  private HttpRequest.Builder builder() {
    var builder = HttpRequest.newBuilder(url);
    headers.forEach(builder::setHeader);
    var known = session;
    if (known != null) {
      builder.setHeader(SESSION, known);
    }
    var spoken = version;
    if (spoken != null) {
      builder.setHeader("MCP-Protocol-Version", spoken);
    }
    return builder;
  }

  @Override
  public void speaks(String protocolVersion) {
    version = protocolVersion;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
    if (session != null) {
      try {
        client
            .sendAsync(builder().DELETE().build(), BodyHandlers.discarding())
            .get(SHORT.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException | TimeoutException _) {
        LOG.debug("The MCP server {} was not told that the session is over", name);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
    client.shutdownNow();
  }
}
