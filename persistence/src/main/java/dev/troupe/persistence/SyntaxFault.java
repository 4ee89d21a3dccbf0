package dev.troupe.persistence;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.util.List;
import java.util.regex.Pattern;

/** Why a text is not JSON, for people: the place and a plain reason, no word of the parser. */
public final class SyntaxFault {
  /** What the parser says, and what a reader needs to know; the first that fits is taken. */
  private static final List<Reason> REASONS =
      List.of(
          new Reason("Duplicate field '(.*)'", "the field '$1' stands there twice"),
          new Reason("Trailing token.*", "more text follows behind the value"),
          new Reason(
              "Unrecognized token '(.*?)'.*", "'$1' is no JSON value; texts stand in \"quotes\""),
          new Reason(
              "Illegal unquoted character.*",
              "a text holds a line break or another control character; escape it, as \\\\n for instance"),
          new Reason(
              "Unrecognized character escape '?(.).*",
              "\\\\$1 is no escape; a backslash is written \\\\\\\\"),
          new Reason(
              "Unexpected character \\('(.*?)' .*start field name.*",
              "a field's name in \"quotes\" should stand in place of $1"),
          new Reason(
              "Unexpected character \\('(.*?)' .*colon.*", "a colon should stand in place of $1"),
          new Reason(
              "Unexpected character \\('(.*?)' .*comma.*",
              "a comma or the end should stand in place of $1"),
          new Reason(
              "Unexpected character \\('(.*?)' .*valid value.*",
              "a value should stand in place of $1"),
          new Reason("Unexpected character \\('(.*?)' .*", "$1 cannot stand there"),
          new Reason("Unexpected close marker '(.)'.*", "$1 closes what was not opened"),
          new Reason("Invalid numeric value.*", "a number is not written as JSON writes numbers"),
          new Reason("(?s)Invalid UTF-.*", "a byte is not UTF-8"));

  private record Reason(Pattern said, String means) {
    Reason(String said, String means) {
      this(Pattern.compile(said, Pattern.DOTALL), means);
    }
  }

  private SyntaxFault() {}

  /**
   * For instance {@code line 1, column 2: a field's name in "quotes" should stand in place of b}.
   */
  public static String sentence(JacksonException fault) {
    var place = fault.getLocation();
    return place == null || place.getLineNr() < 1
        ? reason(fault)
        : "line %d, column %d: %s".formatted(place.getLineNr(), place.getColumnNr(), reason(fault));
  }

  private static String reason(JacksonException fault) {
    if (fault instanceof JsonEOFException) {
      return "the text ends before the value does";
    }
    if (fault instanceof StreamConstraintsException) {
      return "it is nested too deep, or a name, number or text in it is too long";
    }
    var said = String.valueOf(fault.getOriginalMessage());
    for (var reason : REASONS) {
      var fitting = reason.said().matcher(said);
      if (fitting.matches()) {
        return fitting.replaceFirst(reason.means());
      }
    }
    return "the text is no JSON from here on";
  }
}
