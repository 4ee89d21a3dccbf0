package dev.troupe.agents.knowledge.reading;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SourceSpan;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.jspecify.annotations.Nullable;

/** Markdown with tables. Quotes keep the file's own markup: that is what stands in it. */
final class MarkdownReader {
  private static final Parser PARSER =
      Parser.builder()
          .extensions(List.of(TablesExtension.create()))
          .includeSourceSpans(IncludeSourceSpans.BLOCKS)
          .build();

  private final String text;
  private final int offset;
  private final List<Block> blocks = new ArrayList<>();

  private MarkdownReader(String text, int offset) {
    this.text = text;
    this.offset = offset;
  }

  static Document read(String text) {
    int offset = frontMatterEnd(text);
    var reader = new MarkdownReader(text, offset);
    reader.readChildren(PARSER.parse(text.substring(offset)), false);
    return new Document(text, reader.blocks);
  }

  /** Metadata between two lines of dashes at the top is no content. */
  private static int frontMatterEnd(String text) {
    if (!text.startsWith("---\n")) {
      return 0;
    }
    int close = text.indexOf("\n---\n", 3);
    return close < 0 ? 0 : close + "\n---\n".length();
  }

  private void readChildren(Node parent, boolean inItem) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
      readNode(node, inItem);
    }
  }

  private void readNode(Node node, boolean inItem) {
    Span span = span(node);
    if (span == null) {
      return;
    }
    switch (node) {
      case Heading heading -> blocks.add(new Block.Heading(heading.getLevel(), title(span)));
      case Paragraph _ -> blocks.add(inItem ? item(span) : new Block.Paragraph(span));
      case FencedCodeBlock _, IndentedCodeBlock _, HtmlBlock _ -> blocks.add(new Block.Code(span));
      case TableBlock table -> readTable(table);
      case ListItem item -> readChildren(item, true);
      default -> readChildren(node, inItem);
    }
  }

  private Block item(Span span) {
    String content = span.in(text);
    boolean task = content.matches("(?s)\\[[ xX]] .*");
    return new Block.Item(task ? new Span(span.start() + 4, span.end()) : span);
  }

  private void readTable(TableBlock table) {
    List<Span> rows = new ArrayList<>();
    collectRows(table, rows);
    for (Span row : rows.subList(Math.min(1, rows.size()), rows.size())) {
      blocks.add(new Block.Row(rows.getFirst(), row));
    }
  }

  private void collectRows(Node node, List<Span> rows) {
    for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
      Span span = span(child);
      if (child instanceof TableRow && span != null) {
        rows.add(span);
      } else {
        collectRows(child, rows);
      }
    }
  }

  private String title(Span span) {
    String firstLine = span.in(text).lines().findFirst().orElse("");
    return firstLine.replaceAll("^#{1,6}\\s*|\\s+#+\\s*$", "").replaceAll("[*_`]", "").strip();
  }

  private @Nullable Span span(Node node) {
    List<SourceSpan> spans = node.getSourceSpans();
    if (spans.isEmpty()) {
      return null;
    }
    SourceSpan last = spans.getLast();
    return new Span(
            offset + spans.getFirst().getInputIndex(),
            offset + last.getInputIndex() + last.getLength())
        .strip(text);
  }
}
