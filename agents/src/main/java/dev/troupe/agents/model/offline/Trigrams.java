package dev.troupe.agents.model.offline;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** How alike two texts are, letter by letter. */
final class Trigrams {
  private Trigrams() {}

  /** 1 for texts that are equal but for case and punctuation, 0 for unrelated ones. */
  static double likeness(String one, String other) {
    var ofOne = of(one);
    var ofOther = of(other);
    if (ofOne.isEmpty() || ofOther.isEmpty()) return 0;
    var shared = ofOne.stream().filter(ofOther::contains).count();
    return (double) shared / (ofOne.size() + ofOther.size() - shared);
  }

  /** How much of the shorter text stands in the longer one. */
  static double containment(String one, String other) {
    var ofOne = of(one);
    var ofOther = of(other);
    if (ofOne.isEmpty() || ofOther.isEmpty()) return 0;
    var shared = ofOne.stream().filter(ofOther::contains).count();
    return (double) shared / Math.min(ofOne.size(), ofOther.size());
  }

  private static Set<String> of(String text) {
    var plain = text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
    var trigrams = new HashSet<String>();
    for (var at = 0; at + 3 <= plain.length(); at++) trigrams.add(plain.substring(at, at + 3));
    return trigrams;
  }
}
