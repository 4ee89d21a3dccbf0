package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.http.cli.Transport.Reply;
import dev.troupe.http.cli.Transport.Request;
import dev.troupe.persistence.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The API as commands use it: documents in, documents out, problems as failures of the command. */
final class ApiClient implements AutoCloseable {
  private final Transport transport;

  ApiClient(Transport transport) {
    this.transport = transport;
  }

  JsonNode get(String path) {
    return document(request(Request.get(path)));
  }

  JsonNode post(String path, JsonNode body) {
    return post(path, body, Map.of());
  }

  JsonNode post(String path, JsonNode body, Map<String, String> headers) {
    return document(request(json(path, body, headers)));
  }

  JsonNode put(String path, String body, Map<String, String> headers) {
    return document(request(new Request("PUT", path, headers, body)));
  }

  void delete(String path) {
    document(request(new Request("DELETE", path, Map.of(), "")));
  }

  /** Each line of an answer that comes as one JSON document a line. */
  void lines(Request request, Consumer<JsonNode> each) {
    Reply reply = request(request);
    try (var reader = reader(reply.body())) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        each.accept(Json.parse(line));
      }
    } catch (IOException e) {
      throw brokenOff(e);
    }
  }

  /** The answer's body as it comes; of a server, it may break off. */
  BufferedReader stream(String path, Map<String, String> headers) {
    return reader(request(new Request("GET", path, headers, "")).body());
  }

  static Request json(String path, JsonNode body, Map<String, String> headers) {
    var all = new HashMap<>(headers);
    all.put("Content-Type", "application/json");
    return new Request("POST", path, all, Json.write(body));
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private Reply request(Request request) {
    Reply reply;
    try {
      reply = transport.send(request);
    } catch (IOException e) {
      throw unreachable(e);
    }
    if (reply.status() >= 400) {
      throw Refusals.of(request.path(), reply.status(), document(reply));
    }
    return reply;
  }

  private static JsonNode document(Reply reply) {
    try (InputStream body = reply.body()) {
      byte[] bytes = body.readAllBytes();
      return Json.parse(bytes.length == 0 ? "null" : new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          Exit.SERVER_UNREACHABLE, "what answers there is no Troupe server; check --url", e);
    }
  }

  private CommandFailure unreachable(IOException e) {
    return new CommandFailure(
        Exit.SERVER_UNREACHABLE,
        "no Troupe server answers at "
            + transport.place()
            + "; start one with `troupe serve`, or name another with --url",
        e);
  }

  private CommandFailure brokenOff(IOException e) {
    return new CommandFailure(
        Exit.SERVER_UNREACHABLE, "the answer from " + transport.place() + " broke off", e);
  }

  private static BufferedReader reader(InputStream body) {
    return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    transport.close();
  }
}
