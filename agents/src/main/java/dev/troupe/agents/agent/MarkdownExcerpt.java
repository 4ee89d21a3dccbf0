package dev.troupe.agents.agent;

import dev.troupe.agents.Writing;
import org.jspecify.annotations.Nullable;

/** The draft in a writer's answer: the text of its field {@code markdown}, while it comes. */
final class MarkdownExcerpt implements Excerpt {
  private static final String FIELD = "markdown";
  private static final int HEX = 16;
  private static final int HEX_DIGITS = 4;

  private enum Place {
    BETWEEN,
    STRING,
    DRAFT,
    BEHIND
  }

  private Place place = Place.BETWEEN;
  private final StringBuilder name = new StringBuilder();
  private boolean isDraftNext;
  private boolean isEscaped;
  private int depth;
  private int digitsLeft;
  private int code;

  @Override
  public Writing.Kind kind() {
    return Writing.Kind.MARKDOWN;
  }

  @Override
  public void restart() {
    place = Place.BETWEEN;
    name.setLength(0);
    isDraftNext = false;
    isEscaped = false;
    depth = 0;
    digitsLeft = 0;
  }

  @Override
  public int take(String piece, @Nullable StringBuilder seen) {
    int taken = 0;
    for (int i = 0; i < piece.length() && place != Place.BEHIND; i++) {
      char next = piece.charAt(i);
      switch (place) {
        case BETWEEN -> between(next);
        case STRING -> inString(next);
        case DRAFT -> taken += inDraft(next, seen);
        case BEHIND -> {}
      }
    }
    return taken;
  }

  /** Before an object begins there may be words, quoted ones too. */
  private void between(char next) {
    switch (next) {
      case '{', '[' -> depth += depth > 0 || next == '{' ? 1 : 0;
      case '}', ']' -> depth = Math.max(0, depth - 1);
      case '"' -> {
        if (depth > 0) {
          place = depth == 1 && isDraftNext ? Place.DRAFT : Place.STRING;
          name.setLength(0);
        }
      }
      default -> {}
    }
    if (!Character.isWhitespace(next)) {
      isDraftNext = next == ':' && depth == 1 && FIELD.contentEquals(name);
    }
  }

  private void inString(char next) {
    if (isEscaped) {
      isEscaped = false;
    } else if (next == '\\') {
      isEscaped = true;
    } else if (next == '"') {
      place = Place.BETWEEN;
      return;
    }
    if (name.length() <= FIELD.length()) {
      name.append(next);
    }
  }

  private int inDraft(char next, @Nullable StringBuilder seen) {
    if (digitsLeft > 0) {
      code = code * HEX + Math.max(0, Character.digit(next, HEX));
      digitsLeft--;
      return digitsLeft == 0 ? add((char) code, seen) : 0;
    }
    if (isEscaped) {
      return escaped(next, seen);
    }
    if (next == '\\') {
      isEscaped = true;
      return 0;
    }
    if (next == '"') {
      place = Place.BEHIND;
      return 0;
    }
    return add(next, seen);
  }

  private int escaped(char next, @Nullable StringBuilder seen) {
    isEscaped = false;
    if (next == 'u') {
      digitsLeft = HEX_DIGITS;
      code = 0;
      return 0;
    }
    return add(
        switch (next) {
          case 'n' -> '\n';
          case 't' -> '\t';
          case 'r' -> '\r';
          case 'b' -> '\b';
          case 'f' -> '\f';
          default -> next;
        },
        seen);
  }

  private static int add(char one, @Nullable StringBuilder seen) {
    if (seen != null) {
      seen.append(one);
    }
    return 1;
  }
}
