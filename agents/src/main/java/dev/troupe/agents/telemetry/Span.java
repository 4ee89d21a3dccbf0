package dev.troupe.agents.telemetry;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work that is over.
 *
 * @param parent the span that it stands in; null for a task's own
 * @param name as the conventions write it: {@code chat MODEL}
 * @param attributes texts, whole numbers, fractions, truth values and lists of texts
 * @param error what it ended with, for instance {@code Model.Timeout}; null if it ended well
 * @param links to spans that it has to do with, in other traces or earlier lives
 */
public record Span(
    SpanPlace place,
    @Nullable SpanPlace parent,
    String name,
    Kind kind,
    Instant begun,
    Instant ended,
    Map<String, Object> attributes,
    @Nullable String error,
    List<Link> links) {

  /** Whether it asked somebody elsewhere. */
  public enum Kind {
    INTERNAL,
    CLIENT
  }

  /**
   * Another span.
   *
   * @param why in one word: {@code caller}, {@code parent}, {@code origin}, {@code earlier}
   */
  public record Link(SpanPlace to, String why) {}

  public Span {
    attributes = Map.copyOf(attributes);
    links = List.copyOf(links);
    // Clocks of two nodes may differ.
    ended = ended.isBefore(begun) ? begun : ended;
  }

  public Span(
      SpanPlace place,
      @Nullable SpanPlace parent,
      String name,
      Kind kind,
      Instant begun,
      Instant ended,
      Map<String, Object> attributes,
      @Nullable String error) {
    this(place, parent, name, kind, begun, ended, attributes, error, List.of());
  }
}
