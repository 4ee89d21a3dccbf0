package dev.troupe.supervisor.task;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Values by their index from 0, some of them missing: immutable, and one more costs the same few
 * copies of 32 however many there are.
 */
final class Slots<V> {
  private static final int BITS = 5;
  private static final int WIDTH = 1 << BITS;

  private final @Nullable Object[] root;
  private final int levels;
  private final int size;

  private Slots(@Nullable Object[] root, int levels, int size) {
    this.root = root;
    this.levels = levels;
    this.size = size;
  }

  static <V> Slots<V> empty() {
    return new Slots<>(new Object[WIDTH], 0, 0);
  }

  /** How many are there, the missing ones not counted. */
  int size() {
    return size;
  }

  @SuppressWarnings("unchecked") // Only with() puts anything in.
  @Nullable V get(int index) {
    if (!fits(index, levels)) {
      return null;
    }
    @Nullable Object node = root;
    for (var level = levels; level >= 0 && node != null; level--) {
      node = ((@Nullable Object[]) node)[at(index, level)];
    }
    return (V) node;
  }

  private static boolean fits(int index, int levels) {
    return (long) index >> (BITS * (levels + 1)) == 0;
  }

  Slots<V> with(int index, V value) {
    var grown = root;
    var height = levels;
    while (!fits(index, height)) {
      var above = new Object[WIDTH];
      above[0] = grown;
      grown = above;
      height++;
    }
    var added = get(index) == null ? 1 : 0;
    return new Slots<>(put(grown, height, index, value), height, size + added);
  }

  private static @Nullable Object[] put(
      @Nullable Object @Nullable [] node, int level, int index, Object value) {
    var copy = node == null ? new Object[WIDTH] : node.clone();
    var slot = at(index, level);
    copy[slot] = level == 0 ? value : put((@Nullable Object[]) copy[slot], level - 1, index, value);
    return copy;
  }

  private static int at(int index, int level) {
    return (index >> (BITS * level)) & (WIDTH - 1);
  }

  /** In the order of their indices. */
  Stream<V> values() {
    return values(root, levels);
  }

  @SuppressWarnings("unchecked")
  private static <V> Stream<V> values(@Nullable Object[] node, int level) {
    var present = Arrays.stream(node).filter(Objects::nonNull);
    return level == 0
        ? present.map(value -> (V) value)
        : present.flatMap(inner -> values((@Nullable Object[]) inner, level - 1));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Slots<?> slots
        && levels == slots.levels
        && Arrays.deepEquals(root, slots.root);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(root);
  }

  @Override
  public String toString() {
    return values().toList().toString();
  }
}
