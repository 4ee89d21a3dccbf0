package dev.troupe.agents.model.offline;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * Two things that a question asks to choose between: each is researched under its own name.
 *
 * @param respect in which they are to be compared: "session state"; empty when none is said
 */
record Alternatives(String first, String second, String respect) {
  private static final String SIDE = "What do the documents say about ";
  private static final String AGAINST = ", to set against ";
  private static final Pattern SIDE_QUESTION =
      Pattern.compile("(?is)^" + SIDE + "(.+?)(?: and (.+?))?" + AGAINST + "(.+?)\\??$");
  private static final Pattern CHOOSING =
      Pattern.compile(
          "(?is)^(?:(?:which|what)\\b.*[,:].*|(?:is|are|was|were|do|does|did|should|can|could|will|would)\\b.*)");
  private static final Set<String> BETWEEN = Set.of("or", "vs", "vs.", "versus");

  /** What is better is told by the respect in which it is; "better" itself by none. */
  private static final Map<String, String> GRADES =
      Map.ofEntries(
          Map.entry("better", ""),
          Map.entry("worse", ""),
          Map.entry("best", ""),
          Map.entry("more", ""),
          Map.entry("less", ""),
          Map.entry("faster", "speed"),
          Map.entry("quicker", "speed"),
          Map.entry("slower", "speed"),
          Map.entry("cheaper", "cost"),
          Map.entry("larger", "size"),
          Map.entry("smaller", "size"),
          Map.entry("safer", "safety"),
          Map.entry("stronger", "strength"),
          Map.entry("simpler", ""),
          Map.entry("easier", ""),
          Map.entry("preferable", ""));

  /** One of them, and the respect. */
  record Side(String name, String respect, String other) {
    /** Without the other: whose likeness to an answer counts. */
    String alone() {
      return SIDE + name + (respect.isEmpty() ? "?" : " and " + respect + "?");
    }

    /** The same where nothing is said in that respect. */
    String inAnyRespect() {
      return about(name, other);
    }
  }

  static Optional<Side> side(String question) {
    var side = SIDE_QUESTION.matcher(question);
    if (!side.matches()) return Optional.empty();
    return Optional.of(
        new Side(side.group(1), side.group(2) == null ? "" : side.group(2), side.group(3)));
  }

  private static String about(String thing, String other) {
    return SIDE + thing + AGAINST + other + "?";
  }

  /** The two questions, one for each. */
  List<String> questions() {
    var end = respect.isEmpty() ? "" : " and " + respect;
    return List.of(about(first + end, second), about(second + end, first));
  }

  static Optional<Alternatives> of(String question) {
    if (!CHOOSING.matcher(question).matches() || Measure.of(question).isPresent())
      return Optional.empty();
    var words = List.of(question.replaceFirst("[?.!\\s]+$", "").split("\\s+", -1));
    var isChoice = words.stream().anyMatch(word -> isGrade(word));
    isChoice |= question.regionMatches(true, 0, "should ", 0, 7);
    if (!isChoice) return Optional.empty();
    for (var at = 1; at < words.size() - 1; at++) {
      if (BETWEEN.contains(words.get(at).toLowerCase(Locale.ROOT))) return around(words, at, at);
      if (words.get(at).equalsIgnoreCase("than")) return around(words, gradeBefore(words, at), at);
    }
    return Optional.empty();
  }

  private static int gradeBefore(List<String> words, int than) {
    for (var at = than - 1; at > 0; at--) if (isGrade(words.get(at))) return at;
    return than;
  }

  private static Optional<Alternatives> around(List<String> words, int left, int right) {
    var from = left;
    while (from > 0 && !endsBefore(words, from - 1, left)) from--;
    var start = right + 1;
    if (words.get(start).matches("(?i)an?|the")) start++;
    var to = start;
    while (to < words.size() && !endsAfter(words, to, start)) to++;
    var first = phrase(words.subList(from, left));
    var second = phrase(words.subList(Math.min(start, to), to));
    if (isNoThing(first) || isNoThing(second) || first.equalsIgnoreCase(second))
      return Optional.empty();
    var respect = respect(words.subList(to, words.size()), words);
    var before = words.subList(0, from).stream().filter(word -> !isGrade(word)).toList();
    return Optional.of(
        new Alternatives(first, second, respect.isEmpty() ? content(before) : respect));
  }

  private static boolean endsBefore(List<String> words, int at, int left) {
    var word = bare(words.get(at));
    return words.get(at).matches(".*[,:]")
        || Lexicon.isStopWord(word)
        || isGrade(word)
        || (at < left - 1 && Lexicon.isVerb(word));
  }

  /** "or event sourcing write less": the verb that both share ends the second. */
  private static boolean endsAfter(List<String> words, int at, int start) {
    var word = bare(words.get(at));
    var mayEndInVerb = words.getFirst().matches("(?i)do|does|did|can|could|will|would");
    return Lexicon.isStopWord(word)
        || isGrade(word)
        || (mayEndInVerb && at > start && Lexicon.isVerb(word));
  }

  private static boolean isGrade(String word) {
    return GRADES.containsKey(bare(word).toLowerCase(Locale.ROOT));
  }

  private static String bare(String word) {
    return word.replaceAll("[,:;?.!]+$", "");
  }

  private static boolean isNoThing(String phrase) {
    return phrase.isEmpty() || Lexicon.isVerb(phrase) || Words.contentStems(phrase).isEmpty();
  }

  private static String phrase(List<String> words) {
    return bare(String.join(" ", words));
  }

  /** "better for session state": what follows, or else what the grade is a grade of. */
  private static String respect(List<String> rest, List<String> all) {
    var said = content(rest);
    if (!said.isEmpty()) return said;
    return all.stream()
        .map(word -> GRADES.getOrDefault(bare(word).toLowerCase(Locale.ROOT), ""))
        .filter(noun -> !noun.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static String content(List<String> words) {
    var content = new StringJoiner(" ");
    for (var word : words) {
      var isWeak = Lexicon.isStopWord(bare(word)) || Lexicon.isGeneric(Words.stem(bare(word)));
      if (!isWeak && !isGrade(word)) content.add(bare(word));
    }
    return content.toString();
  }
}
