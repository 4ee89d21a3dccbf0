package dev.troupe.agents.knowledge;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a document; immutable.
 *
 * @param id hash of tenant, collection, document, place and text
 * @param document the document's name within its collection: its relative path
 * @param heading the headings above it, outermost first, joined by " › "; null if there is none
 * @param position counted from 0 within the document
 * @param sentences each one verbatim from the document, in order; {@code text} contains all of them
 * @param header a table row's header row, verbatim; null for other kinds
 */
public record Passage(
    String id,
    String collection,
    String document,
    @Nullable String heading,
    int position,
    Kind kind,
    String text,
    List<String> sentences,
    @Nullable String header) {

  public enum Kind {
    PROSE,
    LIST,
    TABLE_ROW,
    CODE
  }
}
