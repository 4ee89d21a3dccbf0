package dev.troupe.agents.knowledge.reading;

/** What a document consists of, in order; consecutive items are one list, rows one table. */
public sealed interface Block {

  /** Opens a section; level 1 is the outermost. */
  record Heading(int level, String title) implements Block {}

  record Paragraph(Span span) implements Block {}

  /** One list item without its bullet or number. */
  record Item(Span span) implements Block {}

  /** One row of a table with the table's header row. */
  record Row(Span header, Span span) implements Block {}

  /** A listing, a diagram or data: text that no sentence may be taken from. */
  record Code(Span span) implements Block {}
}
