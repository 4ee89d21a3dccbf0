package dev.troupe.agents.model;

import static dev.troupe.agents.model.ModelFailure.Kind.INVALID_REPLY;
import static dev.troupe.agents.model.ModelFailure.Kind.INVALID_REQUEST;
import static dev.troupe.agents.model.ModelFailure.Kind.NOT_CONFIGURED;
import static dev.troupe.agents.model.ModelFailure.Kind.RATE_LIMITED;
import static dev.troupe.agents.model.ModelFailure.Kind.TIMEOUT;
import static dev.troupe.agents.model.ModelFailure.Kind.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.Usage;
import dev.troupe.agents.model.RawServer.Script;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of every way in which an answer can end, for two protocols. */
class EndingsTest {
  private static final String DOG_AND_GLOBE = "Grüße 🌍";
  private static final byte[] TLS_ALERT = {0x15, 3, 3, 0, 2, 2, 0x28};

  /**
   * @param settings short deadlines, where the row is about one
   * @param becomes a reply, or a failure with the tries that it took
   */
  record Row(Voice voice, String name, Script script, List<String> settings, Outcome becomes) {
    @Override
    public String toString() {
      return "%s: %s".formatted(voice, name);
    }
  }

  sealed interface Outcome {
    record Says(String text) implements Outcome {}

    record Calls(String tool, String arguments) implements Outcome {}

    /**
     * @param tries 2 where the call is tried again: these tests allow one retry
     */
    record Fails(ModelFailure.Kind kind, int tries, String message) implements Outcome {}
  }

  /** What these had written by then may be on a bill. */
  private static final Set<String> BROKEN =
      Set.of(
          "cut between two events",
          "cut within an event",
          "cut between two chunks",
          "a stream that ends well, but without its end mark");

  private static final int ONCE = 1;
  private static final int AGAIN = 2;

  private static final Outcome NAMES_NO_TOOL =
      fails(INVALID_REPLY, AGAIN, "the model asks for a tool with an empty name; there is none");

  private static Outcome says(String text) {
    return new Outcome.Says(text);
  }

  private static Outcome fails(ModelFailure.Kind kind, int tries, String message) {
    return new Outcome.Fails(kind, tries, message);
  }

  static Stream<Row> rows() {
    return Stream.of(Voice.values()).flatMap(voice -> table(voice).stream());
  }

  private static List<Row> table(Voice voice) {
    var rows = new ArrayList<Row>();
    addStreams(voice, rows);
    addBroken(voice, rows);
    addErrors(voice, rows);
    addSlow(voice, rows);
    addStatuses(voice, rows);
    return rows;
  }

  private static Row row(
      Voice voice, String name, Outcome becomes, Script script, String... settings) {
    return new Row(voice, name, script, List.of(settings), becomes);
  }

  private static void addStreams(Voice voice, List<Row> rows) {
    rows.add(
        row(
            voice,
            "clean stream, usage by itself in the last chunk",
            says("Hello"),
            wire -> wire.chunked().chunk(voice.hello()).end()));
    rows.add(
        row(
            voice,
            "connection left open after the end mark",
            says("Hello"),
            wire -> wire.chunked().chunk(voice.hello()).stall()));
    rows.add(
        row(
            voice,
            "tool arguments in fragments",
            new Outcome.Calls("weather", "{\"town\":\"Bonn\"}"),
            wire ->
                wire.chunked()
                    .chunk(voice.begin() + voice.tool(List.of("{\\'to", "wn\\':\\'B", "onn\\'}")))
                    .chunk(voice.finish("tool") + voice.usage() + voice.end())
                    .end()));
    rows.add(nameless(voice, "a tool without a name", "{}"));
    rows.add(
        nameless(voice, "a tool without a name, arguments in fragments", "{\\'to", "wn\\':1}"));
    if (voice == Voice.OPENAI) {
      rows.add(
          nameless(
              voice,
              "a tool without a name, and empty arguments, which the model is told",
              new Outcome.Calls("", ""),
              unnamed(voice)));
      rows.add(
          nameless(
              voice,
              "a tool of which nothing is said",
              NAMES_NO_TOOL,
              unnamed(voice).replace("t-1", "").replace(",\"arguments\":\"\"", "")));
    }
    rows.add(
        row(
            voice,
            "UTF-8 split across packets",
            says(DOG_AND_GLOBE),
            wire -> {
              wire.chunked().chunk(voice.begin());
              for (var one : voice.text(DOG_AND_GLOBE).getBytes(StandardCharsets.UTF_8)) {
                wire.chunk(new byte[] {one});
              }
              wire.chunk(voice.finish("stop") + voice.usage() + voice.end()).end();
            }));
    rows.add(
        row(
            voice,
            "multi-line data",
            says("Hello"),
            wire ->
                wire.chunked()
                    .chunk(voice.begin() + voice.multiLineText("Hello"))
                    .chunk(voice.finish("stop") + voice.usage() + voice.end())
                    .end()));
  }

  private static Row nameless(Voice voice, String name, String... arguments) {
    return nameless(voice, name, NAMES_NO_TOOL, unnamed(voice, arguments));
  }

  private static String unnamed(Voice voice, String... arguments) {
    return voice.tool(List.of(arguments)).replace("weather", "");
  }

  /** What it had written before must not be taken for its answer. */
  private static Row nameless(Voice voice, String name, Outcome becomes, String call) {
    return row(
        voice,
        name,
        becomes,
        wire ->
            wire.chunked()
                .chunk(voice.begin() + voice.text("I look."))
                .chunk(call)
                .chunk(voice.finish("tool") + voice.usage() + voice.end())
                .end());
  }

  private static void addBroken(Voice voice, List<Row> rows) {
    var half = voice.begin() + voice.text("Hel");
    rows.add(
        row(
            voice,
            "cut between two events",
            fails(UNAVAILABLE, AGAIN, "broke off before its end"),
            wire -> wire.unframed().raw(half)));
    rows.add(
        row(
            voice,
            "cut within an event",
            fails(UNAVAILABLE, AGAIN, "broke off before its end"),
            wire -> wire.unframed().raw(half + voice.text("lo").substring(0, 40))));
    rows.add(
        row(
            voice,
            "cut between two chunks",
            fails(UNAVAILABLE, AGAIN, "broke off before its end"),
            wire -> wire.chunked().chunk(half)));
    rows.add(
        row(
            voice,
            "a stream that ends well, but without its end mark",
            fails(UNAVAILABLE, AGAIN, "broke off before its end"),
            wire -> wire.chunked().chunk(half).end()));
    rows.add(
        row(
            voice,
            "reset in the middle",
            fails(UNAVAILABLE, AGAIN, "broke off before its end"),
            wire -> wire.chunked().chunk(half).reset()));
    rows.add(
        row(
            voice,
            "bad JSON",
            fails(INVALID_REPLY, AGAIN, "not JSON"),
            wire ->
                wire.chunked()
                    .chunk(half + voice.badJson() + voice.finish("stop") + voice.end())
                    .end()));
    rows.add(
        row(
            voice,
            "usage that nobody can count",
            fails(INVALID_REPLY, AGAIN, "a number in it is larger than any that is counted"),
            wire ->
                wire.chunked()
                    .chunk(half + voice.usage().replaceFirst(":7\\b", ":1000000000000000"))
                    .chunk(voice.finish("stop") + voice.end())
                    .end()));
    rows.add(
        row(
            voice,
            "50 MB of one event",
            fails(INVALID_REPLY, ONCE, "troupe.models.http.response-bytes"),
            wire -> {
              wire.chunked().chunk(half).chunk("data: ");
              var much = new byte[64 * 1024];
              for (int sent = 0; sent < 50 << 20; sent += much.length) {
                wire.chunk(much);
              }
            }));
  }

  private static void addErrors(Voice voice, List<Row> rows) {
    rows.add(
        row(
            voice,
            "error event",
            fails(UNAVAILABLE, AGAIN, "the engine is too busy"),
            wire -> wire.chunked().chunk(voice.begin() + voice.error()).end()));
    rows.add(
        row(
            voice,
            "error inside a 200",
            fails(UNAVAILABLE, AGAIN, "the engine is too busy"),
            wire ->
                wire.whole(
                    200,
                    "",
                    "{\"error\":{\"type\":\"server_error\",\"message\":\"the engine is too busy\"}}")));
    rows.add(
        row(
            voice,
            "error inside a 200 that is the caller's",
            fails(INVALID_REQUEST, ONCE, "too long"),
            wire ->
                wire.whole(
                    200,
                    "",
                    "{\"error\":{\"type\":\"invalid_request_error\",\"message\":\"too long\"}}")));
    rows.add(
        row(
            voice,
            "TLS failure",
            fails(UNAVAILABLE, ONCE, "no trusted connection"),
            wire -> wire.raw(TLS_ALERT),
            "tls"));
    rows.add(
        row(
            voice,
            "connection refused",
            fails(UNAVAILABLE, AGAIN, "no connection"),
            _ -> {},
            "refused"));
  }

  private static void addSlow(Voice voice, List<Row> rows) {
    rows.add(
        row(
            voice,
            "stall after headers",
            fails(TIMEOUT, AGAIN, "no answer began within 0.2 s (troupe.models.http.first-token)"),
            wire -> wire.chunked().stall(),
            "troupe.models.http.first-token = 200 ms"));
    rows.add(
        row(
            voice,
            "stall in the middle",
            fails(TIMEOUT, AGAIN, "troupe.models.http.idle"),
            wire -> wire.chunked().chunk(voice.begin() + voice.text("Hel")).stall(),
            "troupe.models.http.idle = 200 ms"));
    rows.add(
        row(
            voice,
            "slow drip",
            fails(TIMEOUT, ONCE, "the role's limits.timeout"),
            wire -> wire.chunked().chunk(voice.begin()).raw("").drip(voice.text("x"), 20),
            "timeout = 600 ms"));
    rows.add(
        row(
            voice,
            "comments only",
            fails(TIMEOUT, AGAIN, "troupe.models.http.first-token"),
            wire -> wire.chunked().drip(": wait\n\n", 20),
            "troupe.models.http.first-token = 300 ms"));
  }

  private static void addStatuses(Voice voice, List<Row> rows) {
    rows.add(status(voice, 400, "", fails(INVALID_REQUEST, ONCE, "status 400: said so")));
    rows.add(status(voice, 401, "", fails(NOT_CONFIGURED, ONCE, "check the key")));
    rows.add(status(voice, 404, "", fails(NOT_CONFIGURED, ONCE, "check the model's name")));
    rows.add(status(voice, 408, "", fails(UNAVAILABLE, AGAIN, "status 408: said so")));
    rows.add(status(voice, 429, "", fails(RATE_LIMITED, AGAIN, "asks to be called less")));
    rows.add(
        status(
            voice,
            429,
            "Retry-After: 0\r\n",
            fails(RATE_LIMITED, AGAIN, "asks to be called less")));
    rows.add(
        status(
            voice,
            429,
            "Retry-After: 3600\r\n",
            fails(RATE_LIMITED, ONCE, "the server asks to wait 3600 s")));
    for (int passing : List.of(500, 503, 529)) {
      rows.add(
          status(
              voice,
              passing,
              "",
              fails(UNAVAILABLE, AGAIN, "status %d: said so".formatted(passing))));
    }
  }

  private static Row status(Voice voice, int status, String headers, Outcome becomes) {
    return row(
        voice,
        "%d %s".formatted(status, headers.strip()),
        becomes,
        wire -> wire.whole(status, headers, "{\"error\":{\"message\":\"said so\"}}"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void ends_as_the_table_says(Row row) throws Exception {
    try (var asked = new StreamedCall(row.voice().provider(), row.script(), row.settings())) {
      switch (row.becomes()) {
        case Outcome.Says(var text) -> {
          var reply = asked.reply();
          assertThat(reply.text()).isEqualTo(text);
          assertThat(reply.toolCalls()).isEmpty();
          assertThat(reply.usage()).isEqualTo(new Usage(1, 11, 7));
          assertThat(reply.model()).isEqualTo(row.voice().provider() + "/m-2");
        }
        case Outcome.Calls(var tool, var arguments) ->
            assertThat(asked.reply().toolCalls())
                .containsExactly(new ToolRequest("t-1", tool, arguments));
        case Outcome.Fails(var kind, var tries, var message) -> {
          var failure = asked.failure();
          assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
          assertThat(failure).hasMessageContaining(message);
          if (BROKEN.contains(row.name())) {
            assertThat(failure.mayBeBilled()).isTrue();
          }
          if (tries == AGAIN) {
            assertThat(failure).hasMessageContaining("(tried 2 times)");
          }
          if (!row.settings().contains("refused")) {
            assertThat(asked.server().connections).hasValue(tries);
          }
        }
      }
    }
  }
}
