package dev.troupe.agents.knowledge.local;

import dev.troupe.agents.knowledge.KnowledgeLibrary.SearchRequest;
import dev.troupe.agents.knowledge.local.SearchIn.Place;
import dev.troupe.persistence.SearchTable;
import dev.troupe.persistence.Table;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** This node's index and the store's, and which of them a collection is searched in. */
final class Indexes implements AutoCloseable {
  private final SearchIn searchIn;
  private final ReplicaIndex replica;
  private final Optional<StoreIndex> store;

  private Indexes(SearchIn searchIn, ReplicaIndex replica, Optional<StoreIndex> store) {
    this.searchIn = searchIn;
    this.replica = replica;
    this.store = store;
  }

  static Indexes open(
      Function<String, Table> tables,
      Optional<SearchTable> searched,
      Optional<Path> folder,
      KnowledgeSettings settings) {
    settings.searchIn().require(searched);
    int exact = settings.exactUpToPassages();
    return new Indexes(
        settings.searchIn(),
        folder
            .map(place -> ReplicaIndex.at(place, exact))
            .orElseGet(() -> ReplicaIndex.inMemory(exact)),
        searched.map(table ->
            new StoreIndex(table, new IndexedInStore(tables), settings.postingsPerWord())));
  }

  /** Of an index that was not told of all that has changed. */
  void bringInLine(PassageStore passages, String tenant, String collection) {
    switch (searchIn.of(collection)) {
      case REPLICA -> IndexRepair.repair(passages, replica, tenant, collection);
      case STORE -> build(passages, tenant, collection);
    }
  }

  /** What others add, they index; only what was added before the store was to search is not. */
  private void build(PassageStore passages, String tenant, String collection) {
    StoreIndex index = store.orElseThrow();
    String scope = Within.scope(tenant, collection);
    if (!index.isBuilt(scope) && !passages.documents(tenant, collection).isEmpty()) {
      IndexRepair.repair(passages, index, tenant, collection);
      index.commit(scope);
    }
  }

  /** The index to tell of documents that change. */
  PassageIndex toChange(String tenant, String collection) {
    String scope = Within.scope(tenant, collection);
    return switch (searchIn.of(collection)) {
      case REPLICA -> {
        store.ifPresent(index -> index.outdate(scope));
        yield replica;
      }
      case STORE -> {
        StoreIndex index = store.orElseThrow();
        if (!index.isBuilt(scope)) {
          // Said before anything is: nobody else must take it for a collection to be built.
          index.commit(scope);
        }
        yield index;
      }
    };
  }

  /** Ids, best first, of what both find in their collections. */
  List<String> best(
      SearchRequest request, int limit, BiFunction<PassageIndex, Within, List<Scored>> search) {
    Map<Place, List<String>> places = new EnumMap<>(Place.class);
    for (Place place : Place.values()) {
      places.put(
          place, request.collections().stream().filter(one -> searchIn.of(one) == place).toList());
    }
    Stream<Scored> found =
        places.entrySet().stream()
            .filter(place -> !place.getValue().isEmpty())
            .flatMap(place ->
                search.apply(index(place.getKey()), Within.of(request, place.getValue())).stream());
    return Scored.best(found, limit).stream().map(Scored::id).toList();
  }

  private PassageIndex index(Place place) {
    return switch (place) {
      case REPLICA -> replica;
      case STORE -> store.orElseThrow();
    };
  }

  @Override
  public void close() {
    replica.close();
  }
}
