package dev.troupe.agents.model.offline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What the engine knows of English: words without weight, words of little weight, synonyms. */
final class Lexicon {
  private static final Set<String> STOP_WORDS = wordsOf("stop-words.txt");
  private static final Set<String> GENERIC_STEMS = stemsOf("generic-words.txt");
  private static final Set<String> VERBS = wordsOf("verbs.txt");
  private static final Set<String> VERB_STEMS = stemsOf("verbs.txt");
  private static final Set<String> RELATIONS = stemsOf("relations.txt");
  private static final Set<String> MEASURED = stemsOf("measured-properties.txt");
  private static final Set<String> TIMES = stemsOf("time-properties.txt");
  private static final Map<String, Set<Integer>> SYNONYM_GROUPS = synonymGroups();
  private static final Map<String, Set<String>> OPPOSITES = opposites();

  private Lexicon() {}

  static boolean isStopWord(String word) {
    return STOP_WORDS.contains(word.toLowerCase(Locale.ROOT));
  }

  /** Carries some meaning, but says little about what a text is about: "way", "use", "need". */
  static boolean isGeneric(String stem) {
    return GENERIC_STEMS.contains(stem);
  }

  static boolean isVerb(String word) {
    return VERBS.contains(word.toLowerCase(Locale.ROOT));
  }

  static boolean isVerbStem(String stem) {
    return VERB_STEMS.contains(stem);
  }

  /** "purpose", "advantage": asked for, but seldom named by what answers. */
  static boolean isRelation(String stem) {
    return RELATIONS.contains(stem);
  }

  /** Its value is a figure. */
  static boolean isMeasured(String stem) {
    return MEASURED.contains(stem);
  }

  /** Its value is a length of time. */
  static boolean isTime(String stem) {
    return TIMES.contains(stem);
  }

  /** Two stems mean about the same; a stem is no synonym of itself. */
  static boolean areSynonyms(String stem, String other) {
    var groups = SYNONYM_GROUPS.getOrDefault(stem, Set.of());
    for (var group : SYNONYM_GROUPS.getOrDefault(other, Set.of())) {
      if (groups.contains(group)) return true;
    }
    return false;
  }

  static Set<String> opposites(String stem) {
    return OPPOSITES.getOrDefault(stem, Set.of());
  }

  private static Map<String, Set<String>> opposites() {
    var opposites = new HashMap<String, Set<String>>();
    for (var line : lines("opposites.txt")) {
      var pair = stemsIn(line);
      opposites.computeIfAbsent(pair.getFirst(), _ -> new HashSet<>()).add(pair.getLast());
      opposites.computeIfAbsent(pair.getLast(), _ -> new HashSet<>()).add(pair.getFirst());
    }
    return opposites;
  }

  private static List<String> stemsIn(String line) {
    return Words.of(line).stream().map(Words.Word::stem).toList();
  }

  private static Set<String> wordsOf(String resource) {
    var words = new HashSet<String>();
    for (var line : lines(resource)) words.addAll(List.of(line.split("\\s+", -1)));
    return words;
  }

  private static Set<String> stemsOf(String resource) {
    var stems = new HashSet<String>();
    for (var word : wordsOf(resource)) stems.add(Words.stem(word));
    return stems;
  }

  private static Map<String, Set<Integer>> synonymGroups() {
    var groups = new HashMap<String, Set<Integer>>();
    var number = 0;
    for (var line : lines("synonyms.txt")) {
      for (var word : line.split("\\s+", -1)) {
        groups.computeIfAbsent(Words.stem(word), _ -> new HashSet<>()).add(number);
      }
      number++;
    }
    return groups;
  }

  private static List<String> lines(String resource) {
    try (var stream = Lexicon.class.getResourceAsStream(resource)) {
      if (stream == null) throw new IllegalStateException("Missing in the program: " + resource);
      var text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      var lines = new ArrayList<String>();
      for (var line : text.lines().toList()) {
        if (!line.isBlank() && !line.startsWith("#")) lines.add(line.strip());
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException("Unreadable in the program: " + resource, e);
    }
  }
}
