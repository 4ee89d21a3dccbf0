package dev.troupe.persistence.cassandra;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The last few of many values by their keys. For any thread. */
final class Recent<K, V> {
  private final Map<K, V> values;

  /**
   * @param most beyond so many the oldest is forgotten
   */
  Recent(int most) {
    this.values =
        new LinkedHashMap<>() {
          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
          }
        };
  }

  synchronized void put(K key, V value) {
    values.remove(key);
    values.put(key, value);
  }

  synchronized Optional<V> remove(K key) {
    return Optional.ofNullable(values.remove(key));
  }
}
