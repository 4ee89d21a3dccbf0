package dev.troupe.supervisor.workflow.jsonata;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata.EntryCallback;
import com.dashjoin.jsonata.Jsonata.ExitCallback;
import com.dashjoin.jsonata.Jsonata.Frame;
import com.dashjoin.jsonata.Parser.Symbol;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What one evaluation may take: time, depth, and the size of what it makes on its way. */
final class Bounds {
  /** Against loops without end; no expression of a sound workflow comes near it. */
  static final long SECONDS_AT_MOST = 2;

  static final int DEPTH_AT_MOST = 500;

  /** Four times what a value may have in the end. */
  static final int CHARACTERS_AT_MOST = 1024 * 1024;

  static final int ELEMENTS_AT_MOST = 1_000_000;

  private final Frame frame;
  private final EntryCallback entry;
  private final ExitCallback exit;
  private final Expanse expanse = new Expanse(this::checkTime);
  private @Nullable Object given;

  /** The library keeps the time, and tells how deep it is. */
  private Bounds(Frame frame) {
    frame.setRuntimeBounds(TimeUnit.SECONDS.toMillis(SECONDS_AT_MOST), DEPTH_AT_MOST);
    this.frame = frame;
    this.entry = (EntryCallback) Objects.requireNonNull(frame.lookup("__evaluate_entry"));
    this.exit = (ExitCallback) Objects.requireNonNull(frame.lookup("__evaluate_exit"));
  }

  static Bounds of(Frame frame) {
    var bounds = new Bounds(frame);
    frame.setEvaluateExitCallback(bounds::leave);
    return bounds;
  }

  /** What an expression begins with, and does not make. */
  void give(Object states) {
    given = states;
  }

  @SuppressWarnings("ReferenceEquality") // Equality is what may take too long.
  private void leave(
      @Nullable Symbol expression, @Nullable Object input, Frame within, @Nullable Object result) {
    exit.callback(expression, input, within, result);
    if (result instanceof String text) {
      checkCharacters(text.length());
    }
    if (result instanceof Collection<?> list && list.size() > ELEMENTS_AT_MOST) {
      throw new JException(
          "It makes an array of %d elements; %d are the most."
              .formatted(list.size(), ELEMENTS_AT_MOST),
          -1);
    }
    if (result != given && !JsonViews.isView(result)) {
      expanse.check(result);
    }
  }

  /** Within one call: as if a part of it were evaluated. */
  void checkTime() {
    entry.callback(null, null, frame);
    exit.callback(null, null, frame, null);
  }

  static void checkCharacters(long characters) {
    if (characters > CHARACTERS_AT_MOST) {
      throw new JException(
          "It makes a text of more than %d characters.".formatted(CHARACTERS_AT_MOST), -1);
    }
  }

  /**
   * A text of what a value says must not become too long: parts may be in it many times.
   *
   * @param indent characters before each part for every level that it stands inside
   */
  static long checkText(@Nullable Object value, int indent) {
    return checkText(value, indent, 0, 0);
  }

  private static long checkText(@Nullable Object value, int indent, long before, int level) {
    if (level > DEPTH_AT_MOST) {
      throw new JException("It nests values deeper than %d levels.".formatted(DEPTH_AT_MOST), -1);
    }
    var characters = before + 1 + (long) indent * level;
    switch (value) {
      case String text -> characters += text.length();
      case Map<?, ?> object -> {
        for (var member : object.entrySet()) {
          characters += String.valueOf(member.getKey()).length();
          characters = checkText(member.getValue(), indent, characters, level + 1);
        }
      }
      case Collection<?> list -> {
        for (var element : list) {
          characters = checkText(element, indent, characters, level + 1);
        }
      }
      case null, default -> {}
    }
    checkCharacters(characters);
    return characters;
  }
}
