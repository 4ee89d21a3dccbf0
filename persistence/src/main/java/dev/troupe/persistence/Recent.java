package dev.troupe.persistence;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map with a bound, past which it forgets its eldest entry; for one thread at a time. */
public final class Recent<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1L;
  private static final float LOAD_FACTOR = 0.75f;
  private static final int INITIAL_CAPACITY = 64;

  private final int atMost;

  private Recent(int atMost, boolean byUse) {
    super(INITIAL_CAPACITY, LOAD_FACTOR, byUse);
    this.atMost = atMost;
  }

  /** Forgets what was not used for longest. */
  public static <K, V> Recent<K, V> byUse(int atMost) {
    return new Recent<>(atMost, true);
  }

  /** Forgets what was added first. */
  public static <K, V> Recent<K, V> byAge(int atMost) {
    return new Recent<>(atMost, false);
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > atMost;
  }
}
