package dev.troupe.agents.model.offline;

import dev.troupe.agents.knowledge.Passage;
import dev.troupe.agents.model.offline.Draft.Citation;
import dev.troupe.agents.model.offline.ParsedDraft.SourceLine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/** Citations and the list of sources must say truly where each quote stands. */
final class CitationCheck {
  private final Evidence evidence;
  private final List<Comment> comments = new ArrayList<>();

  private CitationCheck(Evidence evidence) {
    this.evidence = evidence;
  }

  static List<Comment> check(Draft draft, ParsedDraft parsed, Evidence evidence) {
    var check = new CitationCheck(evidence);
    check.citations(draft.citations());
    check.sources(draft.citations(), parsed);
    return check.comments;
  }

  private void citations(List<Citation> citations) {
    var numbers = new HashSet<Integer>();
    for (var citation : citations) {
      var passage = evidence.passage(citation);
      if (passage == null || !numbers.add(citation.number())) wrong(citation);
      else against(passage, citation);
    }
  }

  private void against(Passage passage, Citation citation) {
    var quote = String.valueOf(citation.quote());
    if (!Evidence.holds(passage, quote)) {
      var isAltered = Wording.differsInNumbersOnly(passage.text(), quote);
      refuse(isAltered ? Comment.ALTERED_NUMBER : Comment.WRONG_CITATION, quote);
    } else if (!passage.document().equals(citation.document())
        || !Objects.equals(passage.heading(), citation.heading())) {
      wrong(citation);
    }
  }

  /** Every number that the text uses is explained once, and as its citation has it. */
  private void sources(List<Citation> citations, ParsedDraft parsed) {
    var used = new HashSet<Integer>();
    for (var statement : parsed.statements()) used.addAll(statement.marks());
    var listed = new HashSet<Integer>();
    for (var line : parsed.sources()) {
      var isFirst = listed.add(line.number());
      var citation = evidence.citation(line.number());
      if (citation == null || !isFirst) refuse(Comment.WRONG_CITATION, line.text());
      else source(line, citation);
    }
    for (var citation : citations) {
      if (used.contains(citation.number()) && !listed.contains(citation.number())) wrong(citation);
    }
  }

  private void source(SourceLine line, Citation citation) {
    var heading = citation.heading() == null ? "" : " › " + Wording.plain(citation.heading());
    var placed = line.text().startsWith(citation.document() + heading);
    var quote = "“" + Wording.plain(String.valueOf(citation.quote())) + "”";
    if (placed && Wording.plain(line.text()).endsWith(": " + quote)) return;
    var isAltered = placed && Wording.differsInNumbersOnly(line.text(), quote);
    refuse(isAltered ? Comment.ALTERED_NUMBER : Comment.WRONG_CITATION, line.text());
  }

  private void wrong(Citation citation) {
    refuse(Comment.WRONG_CITATION, "[" + citation.number() + "] " + citation.quote());
  }

  private void refuse(String fault, String text) {
    comments.add(new Comment(fault, text, Phrases.SOURCES));
  }
}
