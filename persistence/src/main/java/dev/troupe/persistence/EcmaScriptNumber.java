package dev.troupe.persistence;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** A double as ECMAScript prints it (ECMA-262, Number::toString), which RFC 8785 prescribes. */
final class EcmaScriptNumber {
  private static final int LARGEST_PLAIN_EXPONENT = 21;
  private static final int SMALLEST_PLAIN_EXPONENT = -6;

  private EcmaScriptNumber() {}

  static String format(double number) {
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException(
          "A number beyond the range of a double has no canonical JSON; write it as a string");
    }
    if (number == 0) {
      return "0";
    }
    return number < 0 ? "-" + positive(-number) : positive(number);
  }

  private static String positive(double number) {
    var shortest = shortest(number);
    var digits = shortest.unscaledValue().toString();
    // The specification's n: the decimal point stands behind this many digits.
    var point = digits.length() - shortest.scale();
    if (point > LARGEST_PLAIN_EXPONENT || point <= SMALLEST_PLAIN_EXPONENT) {
      return exponential(digits, point - 1);
    }
    if (point >= digits.length()) {
      return digits + "0".repeat(point - digits.length());
    }
    return point > 0
        ? digits.substring(0, point) + "." + digits.substring(point)
        : "0." + "0".repeat(-point) + digits;
  }

  private static String exponential(String digits, int exponent) {
    var fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
    return digits.charAt(0) + fraction + "e" + (exponent < 0 ? "" : "+") + exponent;
  }

  private static BigDecimal shortest(double number) {
    var shortest = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    // Java prefers the closer of two digits where one would do: 4.9E-324 instead of 5e-324.
    if (shortest.precision() != 2) {
      return shortest;
    }
    var exact = new BigDecimal(number);
    for (var rounding :
        new RoundingMode[] {RoundingMode.HALF_EVEN, RoundingMode.DOWN, RoundingMode.UP}) {
      var oneDigit = exact.round(new MathContext(1, rounding)).stripTrailingZeros();
      if (oneDigit.doubleValue() == number) {
        return oneDigit;
      }
    }
    return shortest;
  }
}
