package dev.troupe.agents.tool.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.knowledge.reading.UnreadableDocument;
import dev.troupe.agents.tool.JsonText;
import dev.troupe.agents.tool.Tool;
import dev.troupe.agents.tool.ToolCall;
import dev.troupe.agents.tool.ToolFailure;
import dev.troupe.agents.tool.ToolSpec;
import dev.troupe.persistence.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The tool {@code fetch_url}: reads one page of the public internet as text. */
final class FetchUrl implements Tool {
  private static final Map<String, String> ASKED_FOR =
      Map.of(
          "Accept",
          "text/html, text/plain, text/markdown, application/json, application/pdf;q=0.9,"
              + " */*;q=0.1");

  private static final int TITLE_CHARACTERS = 500;

  /** The names of the fields behind the title, their quotes and a number. */
  private static final int FRAME_BYTES = 80;

  private static final ToolSpec SPEC =
      new ToolSpec(
          WebTools.FETCH_URL,
          "Reads a page on the internet (HTML, PDF, text, JSON) and returns its readable text."
              + " If `truncated` is true there is more: call again with `from` set to `next`.",
          Json.parse(
              """
              {"type": "object", "required": ["url"], "additionalProperties": false,
               "properties": {
                 "url": {"type": "string", "description": "begins with https://"},
                 "from": {"type": "integer", "minimum": 0,
                          "description": "the character of the text to begin with; 0 if not given"}}}
              """),
          ToolSpec.Effect.READS,
          true);

  private final FetchSettings settings;
  private final WebTransport transport;
  private final InstantSource clock;
  private final Semaphore places;

  FetchUrl(FetchSettings settings, WebTransport transport, InstantSource clock) {
    this.settings = settings;
    this.transport = transport;
    this.clock = clock;
    this.places = new Semaphore(settings.atOnce(), true);
  }

  @Override
  public ToolSpec spec() {
    return SPEC;
  }

  @Override
  public JsonNode call(ToolCall call, JsonNode input) throws InterruptedException {
    var deadline = earlier(call.deadline(), clock.instant().plus(settings.timeout()));
    var wait = Duration.between(clock.instant(), deadline);
    if (!places.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new ToolFailure(
          "%d pages are being read already; try again later".formatted(settings.atOnce()));
    }
    try {
      return fetch(input.path("url").asText(), input.path("from").asInt(0), deadline);
    } finally {
      places.release();
    }
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private JsonNode fetch(String url, int from, Instant deadline) throws InterruptedException {
    var address = WebAddress.of(url, settings.rules());
    for (int redirects = 0; redirects <= settings.redirects(); redirects++) {
      var answer =
          transport.send(
              new WebRequest(
                  address, ASKED_FOR, Optional.empty(), settings.responseBytes(), deadline));
      var onward = answer.sendsOn();
      if (onward.isEmpty()) {
        return text(address, answer, from);
      }
      address = address.redirected(onward.get(), settings.rules());
    }
    throw new ToolFailure("%s sends on more than %d times".formatted(url, settings.redirects()));
  }

  private JsonNode text(WebAddress address, WebAnswer answer, int from) {
    if (!answer.succeeded()) {
      throw new ToolFailure("%s answered %d".formatted(address.url(), answer.status()));
    }
    var contentType = answer.contentType();
    var type =
        PageType.of(contentType)
            .orElseThrow(() ->
                new ToolFailure(
                    "%s is no text: its type is \"%s\"".formatted(address.url(), contentType)));
    if (answer.isCut() && type == PageType.PDF) {
      throw new ToolFailure(
          "%s has more than %d bytes".formatted(address.url(), settings.responseBytes()));
    }
    try {
      return result(address, Page.read(type, contentType, answer.body()), answer.isCut(), from);
    } catch (UnreadableDocument unreadable) {
      throw new ToolFailure("%s %s".formatted(address.url(), unreadable.getMessage()), unreadable);
    }
  }

  private JsonNode result(WebAddress address, Page page, boolean cut, int from) {
    var text = page.text().strip();
    var title = page.title();
    var result =
        Json.MAPPER
            .createObjectNode()
            .put("url", address.url().toString())
            .put("title", piece(title, 0, TITLE_CHARACTERS, settings.resultBytes()));
    int begin = beginning(text, from);
    var room = settings.resultBytes() - Json.bytes(result).length - FRAME_BYTES;
    var piece = piece(text, begin, settings.textCharacters(), room);
    int end = begin + piece.length();
    result.put("text", piece).put("truncated", cut || end < text.length());
    return end < text.length() ? result.put("next", end) : result;
  }

  private static String piece(String text, int begin, int characters, long bytes) {
    return text.substring(begin, JsonText.endOfPiece(text, begin, characters, bytes));
  }

  /** Some characters are two in Java; a model that counts on its own may name the second. */
  private static int beginning(String text, int from) {
    int begin = Math.min(from, text.length());
    boolean torn =
        begin > 0
            && begin < text.length()
            && Character.isSurrogatePair(text.charAt(begin - 1), text.charAt(begin));
    return torn ? begin - 1 : begin;
  }
}
