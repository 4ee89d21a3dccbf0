package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Guards what a brief quotes: an asterisk in a quoted sentence is the document's own, no markup.
 */
final class WordForWord {
  private static final Pattern PUNCTUATION = Pattern.compile("\\p{Punct}");
  private static final Pattern CELL_BORDER = Pattern.compile("(?<!\\\\)\\|");

  private WordForWord() {}

  /**
   * @param result as {@code /result} answers it
   * @return the same Markdown, in which no quote and no name of a place is read as markup
   */
  static String guarded(String markdown, String goal, JsonNode result) {
    Set<String> texts = new LinkedHashSet<>();
    add(texts, goal);
    for (JsonNode citation : result.path("citations")) {
      for (String field : List.of("quote", "document", "heading")) {
        if (citation.path(field).isTextual()) add(texts, citation.path(field).asText());
      }
    }
    if (texts.isEmpty()) return markdown;
    // The longest first: a shorter one may stand within it.
    String anyOfThem =
        texts.stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    return Pattern.compile(anyOfThem)
        .matcher(markdown)
        .replaceAll(found -> Matcher.quoteReplacement(escaped(found.group())));
  }

  /** A row of a table is shown cell by cell in the text, and as a whole among the sources. */
  private static void add(Set<String> texts, String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    boolean isRow = line.startsWith("|");
    addLine(texts, isRow ? "“" + line + "”" : line);
    if (isRow) for (String cell : CELL_BORDER.split(line, -1)) addLine(texts, cell.strip());
  }

  private static void addLine(Set<String> texts, String line) {
    if (PUNCTUATION.matcher(line).find()) texts.add(line);
  }

  private static String escaped(String text) {
    return PUNCTUATION.matcher(text).replaceAll("\\\\$0");
  }
}
