package dev.troupe.agents.tool.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.tool.ToolCall;
import dev.troupe.agents.tool.ToolFailure;
import dev.troupe.persistence.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FetchUrlTest {
  @TempDir static Path folder;
  private static SSLContext tls;

  private final FakeResolver resolver = new FakeResolver();
  private TlsPages server;

  @BeforeAll
  static void makeIdentity() throws Exception {
    tls = TlsPages.context(TlsPages.identity(folder));
  }

  @BeforeEach
  void start() throws IOException {
    server = TlsPages.start(tls, "127.0.0.1", 0);
    resolver.with("pages.example", "127.0.0.1");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void reads_a_page_with_its_title_and_headings_and_without_its_furniture() throws Exception {
    server.page(
        "/a",
        "text/html; charset=utf-8",
        "<html><head><title>On"
            + " queues</title><script>alert(1)</script></head><body><nav>Menu</nav><h1>Queues</h1><p>A"
            + " queue is bounded.</p><h2>Why</h2><ul><li>memory</li></ul></body>");
    var page = fetch("/a");
    assertThat(page.path("title").asText()).isEqualTo("On queues");
    assertThat(page.path("text").asText())
        .isEqualTo("# Queues\nA queue is bounded.\n\n\n## Why\n- memory");
    assertThat(page.path("truncated").asBoolean()).isFalse();
    assertThat(page.path("url").asText()).isEqualTo(url("/a"));
  }

  @Test
  void reads_the_charset_that_the_host_names() throws Exception {
    server.with(
        "/l",
        exchange ->
            TlsPages.answer(
                exchange,
                200,
                "text/html; charset=ISO-8859-1",
                "<p>Größe</p>".getBytes(StandardCharsets.ISO_8859_1)));
    assertThat(fetch("/l").path("text").asText()).isEqualTo("Größe");
  }

  @Test
  void reads_json_and_plain_text_as_they_are() throws Exception {
    server.page("/j", "application/json", "{\"a\": 1}").page("/t", "text/plain", "one\n  two");
    assertThat(fetch("/j").path("text").asText()).isEqualTo("{\"a\": 1}");
    assertThat(fetch("/t").path("text").asText()).isEqualTo("one\n  two");
  }

  @Test
  void reads_a_pdf() throws Exception {
    byte[] pdf = pdf("Cold starts cost a second.");
    server.with("/p", exchange -> TlsPages.answer(exchange, 200, "application/pdf", pdf));
    assertThat(fetch("/p").path("text").asText()).contains("Cold starts cost a second.");
  }

  @Test
  void hands_out_long_text_piece_by_piece() throws Exception {
    server.page("/long", "text/plain", "0123456789".repeat(3));
    var tool = tool("text-characters = 20");
    var first = call(tool, url("/long"), 0);
    assertThat(first.path("text").asText()).hasSize(20);
    assertThat(first.path("truncated").asBoolean()).isTrue();
    var second = call(tool, url("/long"), first.path("next").asInt());
    assertThat(second.path("text").asText()).isEqualTo("0123456789");
    assertThat(second.path("truncated").asBoolean()).isFalse();
    assertThat(second.has("next")).isFalse();
  }

  @Test
  void a_piece_is_no_longer_as_json_than_a_result_may_be() throws Exception {
    var text = "\u4E16\u754C\uD83D\uDE80\"\n".repeat(8_000);
    server.page("/long", "text/plain; charset=utf-8", text);
    var tool = tool("");
    var read = new StringBuilder();
    int from = 0;
    JsonNode piece;
    do {
      piece = call(tool, url("/long"), from);
      assertThat(Json.bytes(piece).length).isLessThanOrEqualTo(64 * 1024);
      read.append(piece.path("text").asText());
      from = piece.path("next").asInt();
    } while (from > 0);

    assertThat(read.toString()).isEqualTo(text.strip());
  }

  @Test
  void no_character_is_torn_wherever_a_model_begins() throws Exception {
    server.page("/rocket", "text/plain; charset=utf-8", "ab\uD83D\uDE80cd");

    assertThat(call(tool("text-characters = 3"), url("/rocket"), 0).path("text").asText())
        .isEqualTo("ab");
    assertThat(call(tool(""), url("/rocket"), 3).path("text").asText()).isEqualTo("\uD83D\uDE80cd");
  }

  @Test
  void follows_redirects_and_says_where_it_ended() throws Exception {
    server.redirect("/from", "/to").page("/to", "text/plain", "here");
    var page = fetch("/from");
    assertThat(page.path("url").asText()).isEqualTo(url("/to"));
    assertThat(page.path("text").asText()).isEqualTo("here");
  }

  @Test
  void gives_up_after_as_many_redirects_as_are_allowed() {
    server.redirect("/round", "/round");
    assertThatThrownBy(() -> call(tool("redirects = 3"), url("/round"), 0))
        .isInstanceOf(ToolFailure.class)
        .hasMessageContaining("more than 3 times");
    assertThat(server.asked).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "192.168.0.10",
        "100.64.0.1",
        "224.0.0.1",
        "0.0.0.0",
        "::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "fd00:ec2::254",
        "fe80::1"
      })
  void refuses_a_redirect_to_a_name_of_another_network(String address) {
    resolver.with("inner.example", address);
    server.redirect("/out", "https://inner.example/secret");
    assertThatThrownBy(() -> fetch("/out"))
        .isInstanceOf(ToolFailure.class)
        .hasMessageContaining("inner.example is not asked");
  }

  @Test
  void refuses_a_name_if_one_of_its_addresses_is_private() {
    resolver.with("both.example", "93.184.215.14", "10.0.0.1");
    assertThatThrownBy(() -> call(tool(""), "https://both.example/", 0))
        .isInstanceOf(ToolFailure.class)
        .hasMessageContaining("10.0.0.1 is private");
  }

  @Test
  void connects_to_the_address_that_was_vetted_though_the_name_moves_on() throws Exception {
    try (var other = TlsPages.start(tls, "127.0.0.2", server.port())) {
      other.page("/a", "text/plain", "moved");
      server.page("/a", "text/plain", "vetted");
      var moving =
          new FakeResolver().with("pages.example", "127.0.0.1").with("pages.example", "127.0.0.2");
      var tool = tool(moving, "");
      assertThat(call(tool, url("/a"), 0).path("text").asText()).isEqualTo("vetted");
      assertThat(moving.asked).containsExactly("pages.example");
      assertThat(other.asked).isEmpty();
      assertThat(call(tool, url("/a"), 0).path("text").asText()).isEqualTo("moved");
    }
  }

  @Test
  void vets_a_name_again_at_each_redirect() {
    var moving =
        new FakeResolver().with("pages.example", "127.0.0.1").with("other.example", "127.0.0.1");
    server.redirect("/r", "https://other.example:" + server.port() + "/r");
    assertThatThrownBy(() -> call(tool(moving, "ports = [" + server.port() + "]"), url("/r"), 0))
        .isInstanceOf(ToolFailure.class)
        .hasMessageContaining("other.example is not asked: its address 127.0.0.1 is loopback");
  }

  @Test
  void refuses_a_host_whose_certificate_is_for_another_name() {
    resolver.with("third.example", "127.0.0.1");
    server.page("/a", "text/plain", "secret");
    var tool = tool("private-hosts = [\"third.example:" + server.port() + "\"]");
    assertThatThrownBy(() -> call(tool, "https://third.example:" + server.port() + "/a", 0))
        .isInstanceOf(ToolFailure.class)
        .hasMessageContaining("cannot prove who it is");
    assertThat(server.asked).isEmpty();
  }

  @Test
  void refuses_a_host_whose_certificate_nobody_vouches_for() throws Exception {
    server.page("/a", "text/plain", "secret");
    var tool = tool(resolver, SSLContext.getDefault(), "");
    assertThatThrownBy(() -> call(tool, url("/a"), 0))
        .isInstanceOf(ToolFailure.class)
        .hasMessageContaining("cannot prove who it is");
  }

  @Test
  void cuts_a_page_that_is_too_long_and_says_so() throws Exception {
    server.page("/big", "text/plain", "x".repeat(5_000));
    var page = call(tool("response-bytes = 1000"), url("/big"), 0);
    assertThat(page.path("text").asText()).hasSize(1000);
    assertThat(page.path("truncated").asBoolean()).isTrue();
  }

  @Test
  void lets_go_of_a_page_without_end_once_it_has_read_enough() throws Exception {
    var letGo = new CountDownLatch(1);
    server.with(
        "/endless",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "text/plain");
          exchange.sendResponseHeaders(200, 0);
          try {
            for (int i = 0; i < 100_000; i++) {
              exchange.getResponseBody().write(new byte[10_000]);
            }
          } catch (IOException _) {
            letGo.countDown();
          }
        });
    assertThatThrownBy(() -> call(tool("response-bytes = 1000"), url("/endless"), 0))
        .hasMessageContaining("is not text");
    assertThat(letGo.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void counts_a_compressed_page_by_what_comes_out() throws Exception {
    byte[] bomb = gzip("a".repeat(50_000_000).getBytes(StandardCharsets.UTF_8));
    server.with(
        "/bomb",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Encoding", "gzip");
          TlsPages.answer(exchange, 200, "text/plain", bomb);
        });
    var page = call(tool("response-bytes = 2000"), url("/bomb"), 0);
    assertThat(page.path("text").asText()).hasSize(2000);
    assertThat(page.path("truncated").asBoolean()).isTrue();
  }

  @Test
  void stops_a_host_that_never_finishes_at_the_deadline() {
    var stop = new CountDownLatch(1);
    server.with(
        "/drip",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "text/plain");
          exchange.sendResponseHeaders(200, 0);
          drip(exchange.getResponseBody(), stop);
        });
    assertThatThrownBy(() -> call(tool("timeout = 700 ms"), url("/drip"), 0))
        .isInstanceOf(ToolFailure.class)
        .hasMessageContaining("did not answer in time");
    stop.countDown();
  }

  @Test
  void refuses_endless_headers() {
    server.with(
        "/headers",
        exchange -> {
          exchange.getResponseHeaders().set("X-Long", "x".repeat(40_000));
          exchange.sendResponseHeaders(200, -1);
        });
    assertThatThrownBy(() -> fetch("/headers"))
        .isInstanceOf(ToolFailure.class)
        .hasMessageContaining("could not be read");
  }

  @Test
  void refuses_what_is_no_text() {
    server.page("/i", "image/png", "not really").page("/z", "application/zip", "PK");
    assertThatThrownBy(() -> fetch("/i"))
        .hasMessageContaining("is no text: its type is \"image/png\"");
    assertThatThrownBy(() -> fetch("/z")).hasMessageContaining("is no text");
  }

  @Test
  void tells_the_model_what_a_host_answered() {
    server.with("/none", exchange -> TlsPages.answer(exchange, 404, "text/html", new byte[1]));
    assertThatThrownBy(() -> fetch("/none"))
        .isInstanceOf(ToolFailure.class)
        .hasMessageEndingWith("answered 404");
    assertThatThrownBy(() -> call(tool(""), "https://nobody.example/", 0))
        .isInstanceOf(ToolFailure.class)
        .hasMessage("There is no host nobody.example; check its name");
  }

  @Test
  void is_of_a_kind_that_reads_and_brings_text_from_outside() {
    var spec = tool("").spec();
    assertThat(spec.name()).isEqualTo("fetch_url");
    assertThat(spec.untrusted()).isTrue();
  }

  private JsonNode fetch(String path) throws Exception {
    return call(tool(""), url(path), 0);
  }

  private String url(String path) {
    return "https://pages.example:" + server.port() + path;
  }

  private FetchUrl tool(String settings) {
    return tool(resolver, settings);
  }

  private FetchUrl tool(Resolver names, String settings) {
    return tool(names, tls, settings);
  }

  private FetchUrl tool(Resolver names, SSLContext trust, String settings) {
    Config config =
        ConfigFactory.parseString("troupe.web.fetch { " + settings + " }")
            .withFallback(
                ConfigFactory.parseString(
                    "troupe.web.fetch.private-hosts = [\"pages.example:" + server.port() + "\"]"))
            .withFallback(ConfigFactory.load());
    var transport = new WebTransport(names, () -> trust, InstantSource.system());
    return new FetchUrl(FetchSettings.of(config), transport, InstantSource.system());
  }

  private static JsonNode call(FetchUrl tool, String url, int from) throws Exception {
    var call = new ToolCall("default", "t", List.of(), 1, "t:1:1", Instant.now().plusSeconds(30));
    return tool.call(call, Json.MAPPER.createObjectNode().put("url", url).put("from", from));
  }

  private static void drip(OutputStream body, CountDownLatch stop) throws IOException {
    try {
      for (int i = 0; i < 1_000; i++) {
        body.write('.');
        body.flush();
        if (stop.await(50, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(plain);
    }
    return bytes.toByteArray();
  }

  private static byte[] pdf(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var pdf = new PDDocument()) {
      var page = new PDPage();
      pdf.addPage(page);
      try (var content = new PDPageContentStream(pdf, page)) {
        content.beginText();
        content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
        content.newLineAtOffset(72, 700);
        content.showText(text);
        content.endText();
      }
      pdf.save(bytes);
    }
    return bytes.toByteArray();
  }
}
