package dev.troupe.agents.knowledge.local;

import java.util.Map;

/** Brings the index of one collection in line with the store, document by document. */
final class IndexRepair {
  private IndexRepair() {}

  static void repair(PassageStore store, PassageIndex index, String tenant, String collection) {
    String scope = Within.scope(tenant, collection);
    Map<String, StoredDocument> stored = store.documents(tenant, collection);
    Map<String, String> indexed = index.documents(scope);
    boolean changed = false;
    for (String name : indexed.keySet()) {
      if (!stored.containsKey(name)) {
        index.remove(scope, name);
        changed = true;
      }
    }
    for (StoredDocument document : stored.values()) {
      if (!document.fingerprint().equals(indexed.get(document.name()))) {
        index.replace(scope, document, store.embedded(tenant, document.passages()));
        changed = true;
      }
    }
    if (changed) {
      index.commit(scope);
    }
  }
}
