package dev.troupe.agents.knowledge.reading;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads a document by the ending of its name: Markdown, plain text, HTML or PDF. */
public final class DocumentReader {

  /** One format's reader; blocks. */
  @FunctionalInterface
  private interface Format {
    Document read(byte[] bytes) throws UnreadableDocument;
  }

  private static final Map<String, Format> FORMATS =
      Map.of(
          "md", bytes -> MarkdownReader.read(Utf8.decode(bytes)),
          "markdown", bytes -> MarkdownReader.read(Utf8.decode(bytes)),
          "txt", bytes -> PlainTextReader.read(Utf8.decode(bytes)),
          "text", bytes -> PlainTextReader.read(Utf8.decode(bytes)),
          "html", HtmlReader::read,
          "htm", HtmlReader::read,
          "pdf", PdfReader::read);

  /** For messages. */
  public static final String TYPES =
      "Markdown (.md, .markdown), text (.txt, .text), HTML (.html, .htm) or PDF (.pdf)";

  private DocumentReader() {}

  /** Endings of names that can be read, in lower case, without the dot. */
  public static Set<String> endings() {
    return FORMATS.keySet();
  }

  public static boolean reads(String name) {
    return FORMATS.containsKey(ending(name));
  }

  public static Document read(String name, byte[] bytes) throws UnreadableDocument {
    Format format = FORMATS.get(ending(name));
    if (format == null) {
      throw new UnreadableDocument("is of a type that is not read: use " + TYPES);
    }
    Document document = readSafely(format, bytes);
    if (document.blocks().isEmpty()) {
      throw new UnreadableDocument("holds no text");
    }
    return document;
  }

  /** Parsers of foreign formats fail in ways that they do not declare. */
  private static Document readSafely(Format format, byte[] bytes) throws UnreadableDocument {
    try {
      return format.read(bytes);
    } catch (RuntimeException | StackOverflowError broken) {
      throw new UnreadableDocument("cannot be read: " + broken);
    }
  }

  /** The ending of a file's name in lower case; empty if it has none. */
  public static String ending(String name) {
    String file = name.substring(name.lastIndexOf('/') + 1);
    int dot = file.lastIndexOf('.');
    return dot <= 0 ? "" : file.substring(dot + 1).toLowerCase(Locale.ROOT);
  }
}
