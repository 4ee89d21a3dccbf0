package dev.troupe.persistence;

/** What stores accept as a name of a table, partition, tag, projection or journal. */
public final class Names {
  private Names() {}

  /**
   * The text itself.
   *
   * @throws IllegalArgumentException if it is empty or holds a NUL character; the message says what
   *     it was to name
   */
  public static String checked(String what, String text) {
    if (text.isEmpty() || text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "The %s \"%s\" is empty or holds a NUL character; choose another"
              .formatted(what, text.replace("\0", "\\0")));
    }
    return text;
  }
}
