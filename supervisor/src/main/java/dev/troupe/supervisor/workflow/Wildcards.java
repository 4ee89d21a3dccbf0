package dev.troupe.supervisor.workflow;

import java.util.ArrayList;
import java.util.List;

/**
 * A text with {@code *} for any characters, matched in time proportional to the text.
 *
 * @param literals what stands before, between and behind the stars
 */
record Wildcards(List<String> literals) {

  /** Behind a backslash a star is a star, and a backslash a backslash. */
  static Wildcards read(String pattern) {
    List<String> literals = new ArrayList<>();
    var literal = new StringBuilder();
    for (var at = 0; at < pattern.length(); at++) {
      var character = pattern.charAt(at);
      if (character == '*') {
        literals.add(literal.toString());
        literal.setLength(0);
      } else {
        if (character == '\\' && at + 1 < pattern.length()) {
          at++;
        }
        literal.append(pattern.charAt(at));
      }
    }
    literals.add(literal.toString());
    return new Wildcards(List.copyOf(literals));
  }

  /** The first place that fits is taken for each literal: what is left is never less. */
  boolean matches(String text) {
    var first = literals.getFirst();
    var last = literals.getLast();
    if (literals.size() == 1) {
      return text.equals(first);
    }
    if (!text.startsWith(first) || text.length() < first.length() + last.length()) {
      return false;
    }
    var at = first.length();
    for (var literal : literals.subList(1, literals.size() - 1)) {
      at = text.indexOf(literal, at);
      if (at < 0) {
        return false;
      }
      at += literal.length();
    }
    return text.length() - last.length() >= at && text.endsWith(last);
  }
}
