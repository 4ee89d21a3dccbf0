package dev.troupe.agents.agent;

import java.util.regex.Pattern;

/** A text that is read a bounded number of times, so that no expression searches it for ever. */
final class BoundedText implements CharSequence {
  private static final int READS_AT_MOST = 20_000_000;

  private final CharSequence text;
  private final int[] left;

  /** The expression goes back and forth more often than any sensible one. */
  static final class TooLong extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLong() {
      super("too many steps", null, false, false);
    }
  }

  private BoundedText(CharSequence text, int[] left) {
    this.text = text;
    this.left = left;
  }

  /**
   * @throws TooLong if it cannot be told within the bound
   */
  static boolean find(Pattern pattern, String text) {
    try {
      return pattern.matcher(new BoundedText(text, new int[] {READS_AT_MOST})).find();
    } catch (StackOverflowError deep) {
      throw new TooLong();
    }
  }

  @Override
  public char charAt(int index) {
    if (left[0]-- <= 0) {
      throw new TooLong();
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return new BoundedText(text.subSequence(start, end), left);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
