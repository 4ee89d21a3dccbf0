package dev.troupe.agents.model.offline;

import dev.troupe.agents.model.offline.Draft.Citation;
import dev.troupe.agents.model.offline.Outline.Section;
import dev.troupe.agents.model.offline.Research.Claim;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lays a brief out as Markdown: quotes with their numbers, fixed phrases, nothing else. */
final class BriefWriter {
  private static final int MOST_DISAGREEMENTS = 4;

  private final Material material;
  private final Outline outline;
  private final Map<Claim, Integer> numbers = new LinkedHashMap<>();
  private final Set<Set<Claim>> disagreeing = new HashSet<>();
  private final StringBuilder markdown = new StringBuilder();

  private BriefWriter(Material material, List<Research> research) {
    this.material = material;
    this.outline = new Outline(material, research);
  }

  static Draft write(String goal, List<Research> research, Material material) {
    var writer = new BriefWriter(material, research);
    writer.paragraph("# " + oneLine(goal));
    writer.answer();
    for (var section : writer.outline.sections()) writer.section(oneLine(goal), section);
    writer.sources();
    return new Draft(writer.markdown.toString(), Draft.ANSWERED, writer.citations());
  }

  private void answer() {
    if (outline.leavesUncompared()) paragraph(Phrases.NOT_COMPARED);
    var plain = new ArrayList<Claim>();
    for (var claim : outline.answer()) {
      if (outline.isContested(claim)) {
        claims(plain);
        plain.clear();
        paragraph(Phrases.OTHERWISE + " " + cited(claim));
      } else {
        plain.add(claim);
      }
    }
    claims(plain);
  }

  private void section(String goal, Section section) {
    var question = oneLine(section.research().question());
    if (question.equals(goal)) {
      detail(section);
      return;
    }
    paragraph("## " + question);
    if (section.research().claims().isEmpty()) paragraph(Phrases.NOT_ANSWERED);
    if (!section.above().isEmpty())
      paragraph(Phrases.ANSWERED_ABOVE + " " + marks(section.above()));
    if (!section.above().isEmpty() && !section.own().isEmpty()) paragraph(Phrases.MORE);
    claims(section.own());
    lines(disagreements(section.research()));
  }

  /** Under the title and the answer a heading that repeats the question would say nothing. */
  private void detail(Section section) {
    var disagreements = disagreements(section.research());
    if (section.own().isEmpty() && disagreements.isEmpty()) return;
    paragraph("## " + Phrases.DETAIL);
    claims(section.own());
    lines(disagreements);
  }

  private void lines(List<String> lines) {
    if (!lines.isEmpty()) paragraph(String.join("\n", lines));
  }

  /** Each shown once. */
  private List<String> disagreements(Research research) {
    var lines = new ArrayList<String>();
    for (var conflict : research.disagreements()) {
      var first = outline.shown(research.claims().get(conflict.claims().getFirst()));
      var second = outline.shown(research.claims().get(conflict.claims().getLast()));
      if (first.equals(second) || outline.isShownAsDisagreeing(first, second)) continue;
      if (lines.size() < MOST_DISAGREEMENTS && disagreeing.add(Set.of(first, second)))
        lines.add(disagreement(conflict, first, second));
    }
    return lines;
  }

  private String disagreement(Research.Conflict conflict, Claim first, Claim second) {
    return "- "
        + Phrases.DISAGREE
        + " “"
        + conflict.about()
        + "”: "
        + mark(first)
        + " "
        + Phrases.AGAINST
        + " "
        + mark(second);
  }

  /** Neighbouring rows of one table become one table again, sentences a list. */
  private void claims(List<Claim> claims) {
    var at = 0;
    while (at < claims.size()) {
      var end = at + 1;
      var isRow = material.header(claims.get(at)) != null;
      while (end < claims.size() && goTogether(claims.get(at), claims.get(end), isRow)) end++;
      var together = claims.subList(at, end);
      if (isRow) table(together);
      else sentences(together);
      at = end;
    }
  }

  private boolean goTogether(Claim first, Claim next, boolean isRow) {
    return isRow ? material.standTogether(first, next) : material.header(next) == null;
  }

  private void sentences(List<Claim> claims) {
    if (claims.size() == 1) paragraph(cited(claims.getFirst()));
    else paragraph(claims.stream().map(one -> "- " + cited(one)).collect(Collectors.joining("\n")));
  }

  private void table(List<Claim> rows) {
    var header = TableRow.cells(String.valueOf(material.header(rows.getFirst())));
    var columns =
        Math.max(
            header.size(),
            rows.stream().mapToInt(row -> TableRow.cells(row.quote()).size()).max().orElse(0));
    var lines = new ArrayList<String>();
    lines.add(line(header, columns, Phrases.SOURCE_COLUMN));
    lines.add("|---".repeat(columns + 1) + "|");
    for (var row : rows) lines.add(line(TableRow.cells(row.quote()), columns, mark(row)));
    paragraph(String.join("\n", lines));
  }

  private static String line(List<String> cells, int columns, String last) {
    var padding = Stream.generate(() -> "").limit(columns - cells.size());
    return Stream.concat(Stream.concat(cells.stream(), padding), Stream.of(last))
        .collect(Collectors.joining(" | ", "| ", " |"));
  }

  private String cited(Claim claim) {
    return oneLine(claim.quote()) + " " + mark(claim);
  }

  private String marks(List<Claim> claims) {
    return claims.stream().map(this::mark).collect(Collectors.joining(" "));
  }

  private String mark(Claim claim) {
    var number = numbers.get(claim);
    if (number == null) {
      number = numbers.size() + 1;
      numbers.put(claim, number);
    }
    return "[" + number + "]";
  }

  private void sources() {
    paragraph("## " + Phrases.SOURCES);
    paragraph(numbers.keySet().stream().map(this::source).collect(Collectors.joining("\n")));
  }

  private String source(Claim claim) {
    var header = material.header(claim);
    var place = claim.heading() == null ? "" : " › " + oneLine(claim.heading());
    var row = header == null ? "" : ", " + Phrases.TABLE_ROW_UNDER + " “" + oneLine(header) + "”";
    return "- "
        + mark(claim)
        + " "
        + claim.document()
        + place
        + row
        + ": “"
        + oneLine(claim.quote())
        + "”";
  }

  private List<Citation> citations() {
    var citations = new ArrayList<Citation>();
    numbers.forEach((claim, number) ->
        citations.add(
            new Citation(
                number, claim.document(), claim.heading(), claim.quote(), claim.passage())));
    return citations;
  }

  private void paragraph(String text) {
    markdown.append(markdown.isEmpty() ? "" : "\n").append(text).append("\n");
  }

  /** A sentence may run over several lines of its document; in a brief it is one. */
  static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
