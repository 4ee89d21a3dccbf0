package dev.troupe.agents.model.offline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A number, or a range of them, with what it counts.
 *
 * @param low and {@code high} in the dimension's base unit: seconds, bytes, percent, plain
 */
record Quantity(Dimension dimension, double low, double high) {
  enum Dimension {
    TIME,
    MONEY,
    SHARE,
    BYTES,
    YEAR,
    COUNT
  }

  private record Unit(Dimension dimension, double factor) {}

  private static final Map<String, Unit> UNITS =
      Map.ofEntries(
          Map.entry("ns", new Unit(Dimension.TIME, 1e-9)),
          Map.entry("nanosecond", new Unit(Dimension.TIME, 1e-9)),
          Map.entry("µs", new Unit(Dimension.TIME, 1e-6)),
          Map.entry("microsecond", new Unit(Dimension.TIME, 1e-6)),
          Map.entry("ms", new Unit(Dimension.TIME, 0.001)),
          Map.entry("millisecond", new Unit(Dimension.TIME, 0.001)),
          Map.entry("s", new Unit(Dimension.TIME, 1)),
          Map.entry("sec", new Unit(Dimension.TIME, 1)),
          Map.entry("second", new Unit(Dimension.TIME, 1)),
          Map.entry("min", new Unit(Dimension.TIME, 60)),
          Map.entry("minute", new Unit(Dimension.TIME, 60)),
          Map.entry("h", new Unit(Dimension.TIME, 3600)),
          Map.entry("hour", new Unit(Dimension.TIME, 3600)),
          Map.entry("day", new Unit(Dimension.TIME, 86_400)),
          Map.entry("week", new Unit(Dimension.TIME, 604_800)),
          Map.entry("month", new Unit(Dimension.TIME, 2_629_800)),
          Map.entry("year", new Unit(Dimension.TIME, 31_557_600)),
          Map.entry("%", new Unit(Dimension.SHARE, 1)),
          Map.entry("percent", new Unit(Dimension.SHARE, 1)),
          Map.entry("byte", new Unit(Dimension.BYTES, 1)),
          Map.entry("kb", new Unit(Dimension.BYTES, 1e3)),
          Map.entry("kib", new Unit(Dimension.BYTES, 1024)),
          Map.entry("kilobyte", new Unit(Dimension.BYTES, 1e3)),
          Map.entry("megabyte", new Unit(Dimension.BYTES, 1e6)),
          Map.entry("gigabyte", new Unit(Dimension.BYTES, 1e9)),
          Map.entry("mb", new Unit(Dimension.BYTES, 1e6)),
          Map.entry("mib", new Unit(Dimension.BYTES, 1024 * 1024)),
          Map.entry("gb", new Unit(Dimension.BYTES, 1e9)),
          Map.entry("gib", new Unit(Dimension.BYTES, 1024.0 * 1024 * 1024)),
          Map.entry("tb", new Unit(Dimension.BYTES, 1e12)),
          Map.entry("tib", new Unit(Dimension.BYTES, 1024.0 * 1024 * 1024 * 1024)),
          Map.entry("terabyte", new Unit(Dimension.BYTES, 1e12)),
          Map.entry("pb", new Unit(Dimension.BYTES, 1e15)),
          Map.entry("petabyte", new Unit(Dimension.BYTES, 1e15)),
          Map.entry("dollar", new Unit(Dimension.MONEY, 1)),
          Map.entry("euro", new Unit(Dimension.MONEY, 1)),
          Map.entry("usd", new Unit(Dimension.MONEY, 1)),
          Map.entry("eur", new Unit(Dimension.MONEY, 1)),
          Map.entry("cent", new Unit(Dimension.MONEY, 0.01)));

  private static final String NUMBER =
      "(?:\\d+(?:,\\d{3})*(?:\\.\\d+)?|(?i:" + NumberWord.PATTERN + "))";
  private static final Pattern QUANTITY =
      Pattern.compile(
          // "24/7" is no figure.
          "(?<![\\p{L}\\d.]|\\d/)(?!\\d+/\\d)([$€£])?\\s?("
              + NUMBER
              + ")(?:\\s?(?:-|–|‑|—|to)\\s?[$€£]?("
              + NUMBER
              + "))?(?:[\\s‑-]?(?i:(thousand|million|billion))\\b)?[\\s‑-]?(%|\\p{L}+)?");

  private static final int TIMES = 4;
  private static final int UNIT = 5;

  /** "a fraction of a second", "a few kilobytes": a measure without a number. */
  private static final String VAGUE =
      "(?i)(?:fraction of an?|few|several|tens of|hundreds of|some|couple of|many|minutes or|about an?) ";

  private static final Pattern VAGUE_TIME =
      Pattern.compile(
          VAGUE + "(?:(?:milli|micro)?seconds?|minutes?|hours?|days?|weeks?|months?|years?)\\b");
  private static final Pattern VAGUE_BYTES =
      Pattern.compile(VAGUE + "(?:kilo|mega|giga|tera)?bytes?\\b");

  /** "per 1 ms": a unit that is paid or counted for, and no measure of anything. */
  private static final Pattern RATE_BEFORE = Pattern.compile("(?i)(?:\\bper|/)\\s?$");

  private static final Pattern NEXT_WORD = Pattern.compile("^[\\s‑-]*([\\p{L}]+)");
  private static final Set<String> MULTIPLIERS =
      Set.of("k", "m", "hundred", "thousand", "million", "billion");
  private static final int MOST_FOLLOWING = 3;

  /** Words that stand for whatever is listed or kept. */
  private static final Set<String> ANYTHING =
      Set.of(
          Words.stem("entries"), Words.stem("items"), Words.stem("elements"), Words.stem("ones"));

  /**
   * @param start where its number begins
   * @param end behind its number, before its unit
   */
  record Found(Quantity quantity, int start, int end) {}

  private static final Pattern YEAR = Pattern.compile("(?:19|20)\\d\\d");

  static List<Quantity> in(String text) {
    return found(text).stream().map(Found::quantity).toList();
  }

  static List<Found> found(String text) {
    var found = new ArrayList<Found>();
    var matcher = QUANTITY.matcher(text);
    while (matcher.find()) {
      var isRate = RATE_BEFORE.matcher(text.substring(0, matcher.start(2))).find();
      if (isRate || isPartOfName(text, matcher)) continue;
      var end = matcher.group(3) == null ? matcher.end(2) : matcher.end(3);
      found.add(new Found(of(matcher), matcher.start(2), end));
    }
    return found;
  }

  /** The stems of the words right behind a number, within its clause: what it may count. */
  static List<String> following(String text, Found found) {
    var stems = new ArrayList<String>();
    var rest = text.substring(found.end);
    var next = NEXT_WORD.matcher(rest);
    while (stems.size() < MOST_FOLLOWING && next.find()) {
      var word = next.group(1);
      rest = rest.substring(next.end());
      next = NEXT_WORD.matcher(rest);
      if (isMultiplier(word)) continue;
      if (Lexicon.isStopWord(word)) break;
      stems.add(Words.stem(word));
    }
    return stems;
  }

  /** "million", or the k of "150 k". */
  static boolean isMultiplier(String word) {
    return MULTIPLIERS.contains(word.toLowerCase(Locale.ROOT));
  }

  /** "20 entries" may be messages as well as anything else. */
  static boolean isAnything(String stem) {
    return ANYTHING.contains(stem);
  }

  static @Nullable Dimension dimensionOf(String unitWord) {
    var unit = unit(unitWord);
    return unit == null ? null : unit.dimension;
  }

  /** Measured in units, but without a number. */
  static boolean isVaguelyIn(String text, Dimension dimension) {
    return switch (dimension) {
      case TIME -> VAGUE_TIME.matcher(text).find();
      case BYTES -> VAGUE_BYTES.matcher(text).find();
      case MONEY, SHARE, YEAR, COUNT -> false;
    };
  }

  static boolean isIn(String text, Dimension dimension) {
    return in(text).stream().anyMatch(quantity -> quantity.dimension == dimension);
  }

  /** The 4 of "GPT-4o" counts nothing; the 500 of "half-500ms" has a unit. */
  private static boolean isPartOfName(String text, Matcher matcher) {
    var start = matcher.start(2);
    var followsHyphen =
        start > 1
            && "-‑".indexOf(text.charAt(start - 1)) >= 0
            && Character.isLetter(text.charAt(start - 2));
    return followsHyphen && unit(matcher.group(UNIT)) == null;
  }

  private static Quantity of(Matcher matcher) {
    var times = matcher.group(TIMES) == null ? 1 : NumberWord.value(matcher.group(TIMES));
    var low = number(matcher.group(2)) * times;
    var high = matcher.group(3) == null ? low : number(matcher.group(3)) * times;
    if (matcher.group(1) != null) return new Quantity(Dimension.MONEY, low, high);
    var unit = unit(matcher.group(UNIT));
    if (unit != null) return new Quantity(unit.dimension, low * unit.factor, high * unit.factor);
    var isYear = matcher.group(3) == null && YEAR.matcher(matcher.group(2)).matches();
    return new Quantity(isYear ? Dimension.YEAR : Dimension.COUNT, low, high);
  }

  private static double number(String number) {
    return Character.isDigit(number.charAt(0))
        ? Double.parseDouble(number.replace(",", ""))
        : NumberWord.value(number);
  }

  private static @Nullable Unit unit(@Nullable String word) {
    if (word == null) return null;
    var lower = word.toLowerCase(Locale.ROOT);
    var unit = UNITS.get(lower);
    return unit != null || !lower.endsWith("s")
        ? unit
        : UNITS.get(lower.substring(0, lower.length() - 1));
  }

  /** Farther apart than rounding would explain. */
  boolean contradicts(Quantity other) {
    if (dimension != other.dimension) return false;
    var slack = 1.25;
    return low > other.high * slack || other.low > high * slack;
  }
}
