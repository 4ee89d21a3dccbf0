package dev.troupe.agents.knowledge.reading;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/** HTML as it is shown: without scripts, navigation and other furniture of a page. */
final class HtmlReader {
  private static final String FURNITURE =
      "script,style,nav,header nav,footer,aside,noscript,template,form,svg,iframe,button,"
          + "[hidden],[aria-hidden=true],[role=navigation]";
  private static final Set<String> LISTS = Set.of("ul", "ol", "dl");

  private final StringBuilder text = new StringBuilder();
  private final StringBuilder loose = new StringBuilder();
  private final List<Block> blocks = new ArrayList<>();

  private HtmlReader() {}

  static Document read(byte[] bytes) throws UnreadableDocument {
    try {
      var page = Jsoup.parse(new ByteArrayInputStream(bytes), null, "");
      page.select(FURNITURE).remove();
      List<Element> mains = page.select("main");
      var reader = new HtmlReader();
      reader.readChildren(mains.size() == 1 ? mains.getFirst() : page.body());
      return new Document(reader.text.toString(), reader.blocks);
    } catch (IOException unreadable) {
      throw new UnreadableDocument("is not HTML that can be read: " + unreadable.getMessage());
    }
  }

  private void readChildren(Element parent) {
    for (Node child : parent.childNodes()) {
      switch (child) {
        case TextNode words -> loose.append(words.text());
        case Element element when element.isBlock() || isCell(element) -> {
          endLooseText();
          readBlock(element);
        }
        case Element element when element.normalName().equals("br") -> loose.append(' ');
        case Element element -> loose.append(element.text());
        default -> {}
      }
    }
    endLooseText();
  }

  private static boolean isCell(Element element) {
    return element.select("p,h1,h2,h3,h4,h5,h6,li,table,pre").size() > 0;
  }

  /** Text that stands directly in a container is a paragraph of its own. */
  private void endLooseText() {
    String words = loose.toString().replaceAll("\\s+", " ").strip();
    loose.setLength(0);
    if (!words.isEmpty()) {
      blocks.add(new Block.Paragraph(append(words)));
    }
  }

  private void readBlock(Element element) {
    switch (element.normalName()) {
      case "h1", "h2", "h3", "h4", "h5", "h6" -> readHeading(element);
      case "pre" -> blocks.add(new Block.Code(append(element.wholeText().strip())));
      case "li", "dd", "dt" -> readItem(element);
      case "table" -> readTable(element);
      default -> readChildren(element);
    }
  }

  private void readHeading(Element element) {
    String title = element.text().strip();
    if (!title.isEmpty()) {
      append(title);
      blocks.add(new Block.Heading(element.normalName().charAt(1) - '0', title));
    }
  }

  private void readItem(Element element) {
    Element own = element.clone();
    own.select(String.join(",", LISTS) + ",pre,table").remove();
    String words = own.text().strip();
    if (!words.isEmpty()) {
      blocks.add(new Block.Item(append(words)));
    }
    element.children().stream()
        .filter(child -> LISTS.contains(child.normalName()) || child.normalName().equals("pre"))
        .forEach(this::readBlock);
  }

  private void readTable(Element table) {
    List<Span> rows = new ArrayList<>();
    for (Element row : table.select("tr")) {
      String cells =
          row.select("> th, > td").stream()
              .map(Element::text)
              .collect(Collectors.joining(" | ", "| ", " |"));
      rows.add(append(cells));
    }
    for (Span row : rows.subList(Math.min(1, rows.size()), rows.size())) {
      blocks.add(new Block.Row(rows.getFirst(), row));
    }
  }

  private Span append(String words) {
    int start = text.length();
    text.append(words).append('\n');
    return new Span(start, start + words.length());
  }
}
