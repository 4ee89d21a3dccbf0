package dev.troupe.agents.knowledge.local;

import com.typesafe.config.Config;
import dev.troupe.persistence.SearchTable;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where collections are searched.
 *
 * @param otherwise where those are that are not named
 * @param byCollection where those are that are named
 */
public record SearchIn(Place otherwise, Map<String, Place> byCollection) {
  private static final String OTHERWISE = "troupe.knowledge.search.in";
  private static final String BY_COLLECTION = "troupe.knowledge.search.collections";

  /** {@code REPLICA}: an index on each node. {@code STORE}: the store's own, for all nodes. */
  public enum Place {
    REPLICA,
    STORE
  }

  /**
   * @throws IllegalArgumentException if a value names no place
   */
  static SearchIn of(Config root) {
    Map<String, Place> named = new TreeMap<>();
    root.getObject(BY_COLLECTION)
        .forEach((collection, place) ->
            named.put(
                collection,
                place(BY_COLLECTION + "." + collection, String.valueOf(place.unwrapped()))));
    return new SearchIn(place(OTHERWISE, root.getString(OTHERWISE)), Map.copyOf(named));
  }

  private static Place place(String setting, String given) {
    return Arrays.stream(Place.values())
        .filter(place -> place.name().toLowerCase(Locale.ROOT).equals(given))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "%s = \"%s\" is no place to search in: give replica or store"
                    .formatted(setting, given)));
  }

  public Place of(String collection) {
    return byCollection.getOrDefault(collection, otherwise);
  }

  /**
   * @throws IllegalArgumentException if the store is to search and cannot
   */
  public void require(Optional<SearchTable> table) {
    boolean wanted = otherwise == Place.STORE || byCollection.containsValue(Place.STORE);
    if (wanted && table.isEmpty()) {
      throw new IllegalArgumentException(
          "%s or %s says \"store\", and the embedded store cannot search: set troupe.store.kind = \"cassandra\", or search in the replica"
              .formatted(OTHERWISE, BY_COLLECTION));
    }
  }
}
