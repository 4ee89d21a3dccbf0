package dev.troupe.agents.knowledge.reading;

import dev.troupe.agents.knowledge.Passage.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a document into pieces of about a hundred words: never across a heading, never within a
 * sentence, a list with the line that leads it in, a table row by row.
 */
public final class PassageCutter {
  private static final int MAX_WORDS = 120;

  /** From here on a piece ends where a paragraph does. */
  private static final int ENOUGH_WORDS = 80;

  private static final int MAX_CODE_LINES = 40;
  private static final Pattern QUOTATION_MARK = Pattern.compile("\\n[ \\t]*>");

  private final Document document;
  private final HeadingPath path = new HeadingPath();
  private final List<Piece> pieces = new ArrayList<>();
  private final List<String> pending = new ArrayList<>();
  private Kind kind = Kind.PROSE;
  private int words;
  private @Nullable String leadIn;

  private PassageCutter(Document document) {
    this.document = document;
  }

  public static List<Piece> cut(Document document) {
    var cutter = new PassageCutter(document);
    document.blocks().forEach(cutter::onBlock);
    cutter.flush();
    return cutter.pieces;
  }

  private void onBlock(Block block) {
    switch (block) {
      case Block.Heading(var level, var title) -> onHeading(level, title);
      case Block.Paragraph(var span) -> onParagraph(span);
      case Block.Item(var span) -> onItem(span);
      case Block.Row(var header, var span) -> onRow(header, span);
      case Block.Code(var span) -> onCode(span);
    }
  }

  private void onHeading(int level, String title) {
    flush();
    leadIn = null;
    path.enter(level, title);
  }

  private void onParagraph(Span span) {
    switchTo(Kind.PROSE);
    List<String> sentences = sentences(span);
    sentences.forEach(this::addSentence);
    leadIn = !sentences.isEmpty() && sentences.getLast().endsWith(":") ? sentences.getLast() : null;
    if (words >= ENOUGH_WORDS) {
      flush();
    }
  }

  private void onItem(Span span) {
    if (kind != Kind.LIST) {
      takeLeadInFromProse();
      switchTo(Kind.LIST);
      addLeadIn();
    }
    List<String> sentences = sentences(span);
    boolean hasItems = pending.size() > (leadIn == null ? 0 : 1);
    if (hasItems && words + sentences.stream().mapToInt(PassageCutter::wordsIn).sum() > MAX_WORDS) {
      flush();
      kind = Kind.LIST;
      addLeadIn();
    }
    sentences.forEach(this::addSentence);
  }

  /** A line that only leads in a list is no prose of its own. */
  private void takeLeadInFromProse() {
    if (leadIn != null && !pending.isEmpty() && pending.getLast().equals(leadIn)) {
      pending.removeLast();
    }
  }

  private void addLeadIn() {
    if (leadIn != null) {
      pending.add(leadIn);
      words += wordsIn(leadIn);
    }
  }

  private void onRow(Span header, Span span) {
    if (kind == Kind.PROSE) {
      takeLeadInFromProse();
    }
    flush();
    String row = span.in(document.text());
    String titles = header.in(document.text());
    String text = (leadIn == null ? "" : leadIn + "\n") + titles + "\n" + row;
    pieces.add(new Piece(Kind.TABLE_ROW, path.joined(), text, List.of(row), titles));
  }

  private void onCode(Span span) {
    flush();
    leadIn = null;
    List<String> lines = span.in(document.text()).lines().toList();
    for (int from = 0; from < lines.size(); from += MAX_CODE_LINES) {
      int to = Math.min(from + MAX_CODE_LINES, lines.size());
      String text = String.join("\n", lines.subList(from, to));
      pieces.add(new Piece(Kind.CODE, path.joined(), text, List.of(), null));
    }
  }

  private void switchTo(Kind next) {
    if (kind != next) {
      flush();
      kind = next;
    }
  }

  private void addSentence(String sentence) {
    if (kind == Kind.PROSE && words > 0 && words + wordsIn(sentence) > MAX_WORDS) {
      flush();
    }
    pending.add(sentence);
    words += wordsIn(sentence);
  }

  private void flush() {
    if (!pending.isEmpty()) {
      String text = String.join(kind == Kind.LIST ? "\n" : " ", pending);
      pieces.add(new Piece(kind, path.joined(), text, quotable(), null));
    }
    pending.clear();
    words = 0;
    kind = Kind.PROSE;
  }

  /**
   * A sentence that runs through the marks of a quotation in Markdown cannot be quoted as it is.
   */
  private List<String> quotable() {
    return pending.stream().filter(one -> !QUOTATION_MARK.matcher(one).find()).toList();
  }

  private List<String> sentences(Span span) {
    return Sentences.in(document.text(), span).stream()
        .map(sentence -> sentence.in(document.text()))
        .toList();
  }

  private static int wordsIn(String sentence) {
    return sentence.split("\\s+").length;
  }
}
