package dev.troupe.agents.tool.web;

import dev.troupe.agents.knowledge.reading.Block;
import dev.troupe.agents.knowledge.reading.Document;
import dev.troupe.agents.knowledge.reading.DocumentReader;
import dev.troupe.agents.knowledge.reading.Span;
import dev.troupe.agents.knowledge.reading.UnreadableDocument;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;

/**
 * A page as a person reads it.
 *
 * @param text headings as in Markdown, furniture of the page left out
 */
record Page(String title, String text) {

  /**
   * @param contentType as the host named it, with its charset
   * @throws UnreadableDocument if there is no text in it
   */
  static Page read(PageType type, String contentType, byte[] body) throws UnreadableDocument {
    return switch (type) {
      case HTML -> html(decoded(contentType, body));
      case PDF -> titled(DocumentReader.read("page.pdf", body));
      case TEXT -> plain(new String(body, PageType.charsetOfText(contentType)));
    };
  }

  private static Page html(byte[] body) throws UnreadableDocument {
    var text = rendered(DocumentReader.read("page.html", body));
    try {
      return new Page(Jsoup.parse(new ByteArrayInputStream(body), null, "").title(), text);
    } catch (IOException unreadable) {
      throw new UnreadableDocument("is not HTML that can be read: " + unreadable.getMessage());
    }
  }

  /** The host's word on the charset comes before the page's own; a byte order mark before both. */
  private static byte[] decoded(String contentType, byte[] body) {
    var charset = PageType.charset(contentType);
    if (charset.isEmpty() || hasByteOrderMark(body)) {
      return body;
    }
    Charset named = charset.get();
    return ("\uFEFF" + new String(body, named)).getBytes(StandardCharsets.UTF_8);
  }

  private static boolean hasByteOrderMark(byte[] body) {
    return body.length > 2
        && body[0] == (byte) 0xEF
        && body[1] == (byte) 0xBB
        && body[2] == (byte) 0xBF;
  }

  private static Page titled(Document document) {
    var title =
        document.blocks().stream()
            .flatMap(block ->
                block instanceof Block.Heading heading
                    ? Stream.of(heading.title())
                    : Stream.empty())
            .findFirst();
    return new Page(title.orElse(""), document.text());
  }

  private static Page plain(String text) throws UnreadableDocument {
    if (text.indexOf('\0') >= 0) {
      throw new UnreadableDocument("is not text, though it says so");
    }
    return new Page("", text.startsWith("\uFEFF") ? text.substring(1) : text);
  }

  private static String rendered(Document document) {
    return document.blocks().stream()
        .map(block -> rendered(block, document.text()))
        .collect(Collectors.joining("\n"));
  }

  private static String rendered(Block block, String text) {
    return switch (block) {
      case Block.Heading heading -> "\n" + "#".repeat(heading.level()) + " " + heading.title();
      case Block.Paragraph paragraph -> of(paragraph.span(), text) + "\n";
      case Block.Item item -> "- " + of(item.span(), text);
      case Block.Row row -> of(row.span(), text);
      case Block.Code code -> "```\n" + of(code.span(), text) + "\n```";
    };
  }

  private static String of(Span span, String text) {
    return text.substring(span.start(), span.end());
  }
}
