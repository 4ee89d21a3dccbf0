package dev.troupe.supervisor.task;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Small immutable maps and sets with one thing changed. */
final class Copies {
  private Copies() {}

  static <K, V> Map<K, V> with(Map<K, V> map, Map<K, V> more) {
    Map<K, V> copy = new HashMap<>(map);
    copy.putAll(more);
    return copy;
  }

  static <K, V> Map<K, V> with(Map<K, V> map, K key, V value) {
    return with(map, Map.of(key, value));
  }

  static <V> SortedMap<Integer, V> with(SortedMap<Integer, V> map, int key, V value) {
    SortedMap<Integer, V> copy = new TreeMap<>(map);
    copy.put(key, value);
    return copy;
  }

  static <V> SortedMap<Integer, V> without(SortedMap<Integer, V> map, int key) {
    SortedMap<Integer, V> copy = new TreeMap<>(map);
    copy.remove(key);
    return copy;
  }

  static <T> Set<T> with(Set<T> set, T element) {
    if (set.contains(element)) {
      return set;
    }
    Set<T> copy = new HashSet<>(set);
    copy.add(element);
    return copy;
  }
}
