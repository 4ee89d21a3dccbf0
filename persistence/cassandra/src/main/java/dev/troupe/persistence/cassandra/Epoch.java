package dev.troupe.persistence.cassandra;

/**
 * The number of a claim, as it stands beside each event: the later of two writers has the higher
 * one. It is the time of the claim in milliseconds, or one more than the claim before.
 */
final class Epoch {
  private static final int RADIX = 36;

  /** Of events that were written before there were epochs. */
  static final long NONE = 0;

  private Epoch() {}

  static String text(long epoch) {
    return Long.toString(epoch, RADIX);
  }

  /** The reverse; {@link #NONE} for a writer without an epoch, whose name is a UUID. */
  static long read(String writer) {
    return writer.indexOf('-') >= 0 ? NONE : Long.parseLong(writer, RADIX);
  }
}
