package dev.troupe.agents.model.offline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Compares words as a reviewer does: line breaks do not matter, everything else does. */
final class Wording {
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?i)\\d+(?:[.,]\\d+)*|\\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
              + "|twenty|thirty|forty|fifty|hundred|thousand|million|billion)\\b");
  private static final double NEARLY_THE_SAME = 0.8;

  private Wording() {}

  static String plain(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  static boolean contains(String whole, String part) {
    return !part.isBlank() && plain(whole).contains(plain(part));
  }

  /** A row is the same however its cells are spaced. */
  static boolean sameRow(String one, String other) {
    return withoutEmptyEnd(one).equals(withoutEmptyEnd(other));
  }

  private static List<String> withoutEmptyEnd(String row) {
    var cells = new ArrayList<>(TableRow.cells(plain(row)));
    while (!cells.isEmpty() && cells.getLast().isEmpty()) cells.removeLast();
    return cells;
  }

  /** The words are the text's own, but a number is not. */
  static boolean differsInNumbersOnly(String whole, String part) {
    if (contains(whole, part)) return false;
    if (contains(masked(whole), masked(part))) return true;
    var near = nearest(whole, part);
    return near.isPresent()
        && !numbers(near.get()).equals(numbers(part))
        && withoutNumbers(near.get()).equals(withoutNumbers(part));
  }

  private static Optional<String> nearest(String whole, String part) {
    return whole
        .lines()
        .flatMap(line -> List.of(line.split("(?<=[.!?])\\s+", -1)).stream())
        .filter(sentence -> Trigrams.likeness(sentence, part) > NEARLY_THE_SAME)
        .findFirst();
  }

  private static String masked(String text) {
    return NUMBER.matcher(plain(text)).replaceAll("#");
  }

  private static List<String> numbers(String text) {
    return NUMBER.matcher(text).results().map(found -> found.group()).toList();
  }

  private static String withoutNumbers(String text) {
    return NUMBER.matcher(text).replaceAll("").replaceAll("[^\\p{L}]+", " ").strip();
  }
}
