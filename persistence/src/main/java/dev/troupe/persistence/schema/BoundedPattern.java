package dev.troupe.persistence.schema;

import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressions;
import java.util.regex.Pattern;

/** A regular expression of a schema, which shares its reads with all others of the same check. */
final class BoundedPattern implements RegularExpression {
  private static final long READS_AT_MOST = 5_000_000;

  private static final ScopedValue<BoundedText.Reads> READS = ScopedValue.newInstance();

  private final Pattern pattern;
  private final int weight;

  private BoundedPattern(Pattern pattern, int weight) {
    this.pattern = pattern;
    this.weight = weight;
  }

  /** In ECMAScript a dollar sign is the very end, and some properties have longer names. */
  static BoundedPattern compile(String expression) {
    var weight = SilentWays.count(expression).orElse(1);
    return new BoundedPattern(
        Pattern.compile(
            RegularExpressions.replaceLongformCharacterProperties(
                RegularExpressions.replaceDollarAnchors(expression))),
        weight);
  }

  /**
   * @throws BoundedText.TooLong if the check came to its bound, and nothing is told
   */
  static <T> T sharingReads(ScopedValue.CallableOp<T, RuntimeException> check) {
    var reads = new BoundedText.Reads(READS_AT_MOST);
    var told = ScopedValue.where(READS, reads).call(check);
    if (reads.areSpent()) {
      throw new BoundedText.TooLong();
    }
    return told;
  }

  /** The validator would put an exception into the log, with what others wrote in it. */
  @Override
  public boolean matches(String text) {
    var reads = READS.isBound() ? READS.get() : new BoundedText.Reads(READS_AT_MOST);
    try {
      return !reads.areSpent() && BoundedText.find(pattern, text, reads, weight);
    } catch (BoundedText.TooLong spent) {
      return false;
    }
  }
}
