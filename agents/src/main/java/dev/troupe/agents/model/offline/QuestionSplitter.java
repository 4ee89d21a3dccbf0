package dev.troupe.agents.model.offline;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Splits a goal into one to six questions that can each be researched alone. */
final class QuestionSplitter {
  private static final int MOST_QUESTIONS = 6;
  private static final String ASKING = "what|which|who|whom|whose|when|where|why|how";
  private static final Pattern SENTENCE_END = Pattern.compile("(?<=[?!])\\s+|(?<=[.;])\\s+|\\n+");
  private static final Pattern LIST_MARK = Pattern.compile("^(?:[-*•]|\\d+[.)])\\s+");

  /** "..., and what does it cost?": a new question begins with its own question word. */
  private static final Pattern NEXT_CLAUSE =
      Pattern.compile(
          "(?:\\s*[,;]\\s*(?:and|or|but)?\\s*|\\s+(?:and|or|but)\\s+)(?:also\\s+)?"
              + "(?=(?:(?:in|on|at|for|to|by|from)\\s+)?(?:"
              + ASKING
              + ")\\b)",
          Pattern.CASE_INSENSITIVE);

  /** "..., and should it be cached?": a new question begins with its verb and its subject. */
  private static final Pattern NEXT_YES_NO_CLAUSE =
      Pattern.compile(
          "\\s*,\\s*(?:and|or)\\s+(?=(?:is|are|do|does|did|can|should|must|will|has|have)\\s)",
          Pattern.CASE_INSENSITIVE);

  /** "the ways to keep state and their consistency models": the second noun leans on the first. */
  private static final Pattern LEANING_NOUN =
      Pattern.compile("\\s*,?\\s+and\\s+(?=(?:their|its)\\s+\\p{L})", Pattern.CASE_INSENSITIVE);

  private static final Pattern ASKS =
      Pattern.compile(
          "^(?:(?:"
              + ASKING
              + "|is|are|do|does|did|can|should|must|will|explain|describe|compare|list|tell|give"
              + "|show|find|summari[sz]e|name|discuss)\\b.*|.*\\?)$",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private QuestionSplitter() {}

  static List<String> split(String goal) {
    var questions = new LinkedHashSet<String>();
    if (goal.isBlank()) return List.of();
    for (var sentence : askingSentences(goal)) questions.addAll(splitSentence(sentence));
    if (questions.isEmpty()) questions.add(goal.strip());
    return questions.stream().limit(MOST_QUESTIONS).toList();
  }

  /** Sentences that ask; what merely sets the scene is left to the goal itself. */
  private static List<String> askingSentences(String goal) {
    var sentences = new ArrayList<String>();
    for (var sentence : SENTENCE_END.split(goal.strip(), -1)) {
      var plain = LIST_MARK.matcher(sentence.strip()).replaceFirst("");
      if (ASKS.matcher(plain).matches()) sentences.add(plain);
    }
    return sentences.isEmpty() ? List.of(goal.strip().replaceAll("\\s+", " ")) : sentences;
  }

  private static List<String> splitSentence(String sentence) {
    var bare = sentence.replaceFirst("[?.!;\\s]+$", "");
    if (bare.isEmpty()) return List.of();
    var questions = new ArrayList<String>();
    var antecedent = Antecedent.of(bare);
    for (var clause : clauses(bare)) {
      var resolved = questions.isEmpty() ? clause : antecedent.resolve(clause);
      for (var part : leaningParts(resolved)) questions.addAll(sides(asQuestion(part)));
    }
    return questions;
  }

  /** A choice between two things is researched as a question for each. */
  private static List<String> sides(String question) {
    return Alternatives.of(question).map(Alternatives::questions).orElse(List.of(question));
  }

  private static List<String> clauses(String sentence) {
    var clauses = new ArrayList<String>();
    for (var clause : NEXT_CLAUSE.split(sentence, -1)) {
      for (var part : NEXT_YES_NO_CLAUSE.split(clause, -1)) {
        if (isClause(part)) clauses.add(part.strip());
        else return List.of(sentence);
      }
    }
    return clauses;
  }

  /** "how and why" or "what" alone would be a torn question, not a part of one. */
  private static boolean isClause(String clause) {
    return !Words.contentStems(clause).isEmpty() || clause.strip().split("\\s+").length >= 3;
  }

  private static List<String> leaningParts(String clause) {
    var parts = LEANING_NOUN.split(clause, 2);
    var asksWhat = parts[0].toLowerCase(Locale.ROOT).matches("^(?:what|which) (?:is|are) .*");
    if (parts.length < 2 || !asksWhat) return List.of(clause);
    var owner = parts[0].replaceFirst("(?i)^(?:what|which) (?:is|are) ", "");
    var owned = parts[1].replaceFirst("(?i)^(?:their|its)\\s+", "");
    return List.of(parts[0], "What are the " + owned + " of " + owner);
  }

  private static String asQuestion(String clause) {
    var text = Character.toUpperCase(clause.charAt(0)) + clause.substring(1);
    return ASKS.matcher(text).matches() && !isOrder(text) ? text + "?" : text;
  }

  private static boolean isOrder(String text) {
    return text.matches(
        "(?is)^(?:explain|describe|compare|list|tell|give|show|find|summari[sz]e|name|discuss)\\b.*");
  }
}
