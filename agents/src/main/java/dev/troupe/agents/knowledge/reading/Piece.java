package dev.troupe.agents.knowledge.reading;

import dev.troupe.agents.knowledge.Passage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A passage before it belongs to a collection: what {@link PassageCutter} makes of a document. */
public record Piece(
    Passage.Kind kind,
    @Nullable String heading,
    String text,
    List<String> sentences,
    @Nullable String header) {
  public Piece {
    sentences = List.copyOf(sentences);
  }
}
