package dev.troupe.agents.model.offline;

import dev.troupe.agents.model.offline.ParsedDraft.Kind;
import dev.troupe.agents.model.offline.ParsedDraft.SourceLine;
import dev.troupe.agents.model.offline.ParsedDraft.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads a draft's Markdown back into statements and the numbers they cite. */
final class DraftParser {
  private static final Pattern HEADING = Pattern.compile("^(#{1,6})\\s+(.*)$");
  private static final Pattern MARKS = Pattern.compile("(?:\\[\\d+\\]\\s*)+");
  private static final Pattern MARK = Pattern.compile("\\[(\\d+)\\]");
  private static final Pattern SEPARATOR = Pattern.compile("^\\|[\\s:|-]+\\|$");
  private static final Pattern LIST_MARK = Pattern.compile("^\\s*(?:[-*>]|\\d+[.)])\\s+");
  private static final Pattern SOURCE = Pattern.compile("^\\s*(?:[-*]\\s+)?\\[(\\d+)\\]\\s+(.*)$");

  private final List<String> headings = new ArrayList<>();
  private final List<Statement> statements = new ArrayList<>();
  private final List<SourceLine> sources = new ArrayList<>();
  private String title = "";
  private String section = ParsedDraft.ANSWER;

  private DraftParser() {}

  static ParsedDraft parse(String markdown) {
    var parser = new DraftParser();
    var lines = markdown.lines().toList();
    for (var at = 0; at < lines.size(); at++) {
      var next = at + 1 < lines.size() ? lines.get(at + 1) : "";
      parser.onLine(lines.get(at).strip(), next.strip());
    }
    return new ParsedDraft(parser.title, parser.headings, parser.statements, parser.sources);
  }

  private void onLine(String line, String next) {
    var heading = HEADING.matcher(line);
    if (line.isEmpty() || SEPARATOR.matcher(line).matches()) return;
    if (heading.matches()) onHeading(heading.group(1).length(), heading.group(2).strip());
    else if (section.equals(Phrases.SOURCES)) onSource(line);
    else if (line.startsWith("|")) onTableLine(line, SEPARATOR.matcher(next).matches());
    else onText(LIST_MARK.matcher(line).replaceFirst(""));
  }

  private void onHeading(int level, String text) {
    if (level == 1 && title.isEmpty()) {
      title = text;
      return;
    }
    section = text;
    headings.add(text);
  }

  private void onSource(String line) {
    var source = SOURCE.matcher(line);
    if (source.matches())
      sources.add(new SourceLine(Integer.parseInt(source.group(1)), source.group(2)));
    else statements.add(new Statement(Kind.UNCITED, section, line, List.of()));
  }

  private void onTableLine(String line, boolean isHeader) {
    var cells = new ArrayList<>(TableRow.cells(line));
    var last = cells.removeLast();
    while (!cells.isEmpty() && cells.getLast().isEmpty()) cells.removeLast();
    var row = "| " + String.join(" | ", cells) + " |";
    if (isHeader) statements.add(new Statement(Kind.TABLE_HEADER, section, row, List.of()));
    else if (MARKS.matcher(last).matches())
      statements.add(new Statement(Kind.ROW, section, row, marks(last)));
    else statements.add(new Statement(Kind.UNCITED, section, line, List.of()));
  }

  private void onText(String line) {
    if (line.startsWith(Phrases.DISAGREE)) {
      statements.add(new Statement(Kind.DISAGREEMENT, section, line, marks(line)));
      return;
    }
    var cited = MARKS.matcher(line);
    var from = 0;
    while (cited.find()) {
      add(line.substring(from, cited.start()), marks(cited.group()));
      from = cited.end();
    }
    add(line.substring(from), List.of());
  }

  private void add(String segment, List<Integer> marks) {
    var text = segment.strip().replaceFirst("^[.,;:]\\s*", "");
    for (var phrase : Phrases.UNCITED) {
      var isWhole = text.equals(phrase);
      if (isWhole && !marks.isEmpty())
        statements.add(new Statement(Kind.REFERENCE, section, text, marks));
      if (isWhole) return;
      if (text.startsWith(phrase + " ")) text = text.substring(phrase.length()).strip();
    }
    if (text.isEmpty() && marks.isEmpty()) return;
    var kind = marks.isEmpty() ? Kind.UNCITED : Kind.CLAIM;
    statements.add(new Statement(kind, section, text, marks));
  }

  private static List<Integer> marks(String text) {
    var marks = new ArrayList<Integer>();
    var matcher = MARK.matcher(text);
    while (matcher.find()) marks.add(Integer.parseInt(matcher.group(1)));
    return marks;
  }
}
