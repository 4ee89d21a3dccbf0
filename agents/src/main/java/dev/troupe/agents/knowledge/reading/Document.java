package dev.troupe.agents.knowledge.reading;

import java.util.List;

/**
 * A document as a person reads it: for Markdown and plain text the file's own characters (line ends
 * as LF), for HTML and PDF the text that is shown. Blocks point into it, so that whatever is quoted
 * from a block stands in the document word for word.
 */
public record Document(String text, List<Block> blocks) {
  public Document {
    blocks = List.copyOf(blocks);
  }
}
