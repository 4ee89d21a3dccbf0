package dev.troupe.agents.tool.web;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.core5.http.ContentType;

/** How a page's bytes are read, by its Content-Type. */
enum PageType {
  HTML,
  PDF,
  TEXT;

  /** Empty for what holds no text: images, archives, programs. */
  static Optional<PageType> of(String contentType) {
    var type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return switch (type) {
      case "text/html", "application/xhtml+xml" -> Optional.of(HTML);
      case "application/pdf" -> Optional.of(PDF);
      case "application/json", "application/xml", "application/yaml", "application/x-ndjson" ->
          Optional.of(TEXT);
      default ->
          type.startsWith("text/") || type.endsWith("+json") || type.endsWith("+xml")
              ? Optional.of(TEXT)
              : Optional.empty();
    };
  }

  /** Empty if none is named, or none that is known. */
  static Optional<Charset> charset(String contentType) {
    return Optional.ofNullable(ContentType.parseLenient(contentType)).map(ContentType::getCharset);
  }

  static Charset charsetOfText(String contentType) {
    return charset(contentType).orElse(StandardCharsets.UTF_8);
  }
}
