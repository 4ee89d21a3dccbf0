package dev.troupe.persistence.schema;

import java.util.regex.Pattern;

/** A text that is read a bounded number of times, so that no expression searches it for ever. */
public final class BoundedText implements CharSequence {
  private static final int READS_AT_MOST = 20_000_000;

  private final CharSequence text;
  private final Reads reads;
  private final int weight;

  /** The expression goes back and forth more often than any sensible one. */
  public static final class TooLong extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLong() {
      super("too many steps", null, false, false);
    }
  }

  /** How many characters may still be read, by one search or by several in turn. */
  static final class Reads {
    private long left;

    Reads(long atMost) {
      this.left = atMost;
    }

    private void spend(int weight) {
      left -= weight;
      if (left < 0) {
        throw new TooLong();
      }
    }

    private void spendAll() {
      left = -1;
    }

    boolean areSpent() {
      return left < 0;
    }
  }

  private BoundedText(CharSequence text, Reads reads, int weight) {
    this.text = text;
    this.reads = reads;
    this.weight = weight;
  }

  /**
   * @throws TooLong if it cannot be told within the bound
   */
  public static boolean find(Pattern pattern, String text) {
    return find(pattern, text, new Reads(READS_AT_MOST), 1);
  }

  /**
   * @param weight what one read counts
   */
  static boolean find(Pattern pattern, String text, Reads reads, int weight) {
    try {
      return pattern.matcher(new BoundedText(text, reads, weight)).find();
    } catch (StackOverflowError deep) {
      reads.spendAll();
      throw new TooLong();
    }
  }

  @Override
  public char charAt(int index) {
    reads.spend(weight);
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return new BoundedText(text.subSequence(start, end), reads, weight);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
