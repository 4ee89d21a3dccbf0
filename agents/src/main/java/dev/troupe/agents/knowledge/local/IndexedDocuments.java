package dev.troupe.agents.knowledge.local;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;

/** Which documents an index holds, and in which version. */
final class IndexedDocuments {
  private IndexedDocuments() {}

  /** Names to fingerprints. */
  static Map<String, String> in(IndexSearcher searcher, Query scope) throws IOException {
    Map<String, String> found = new HashMap<>();
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      DocIdSetIterator documents = Leaves.matching(searcher, leaf, scope);
      SortedDocValues names = leaf.reader().getSortedDocValues(IndexFields.NAME);
      SortedDocValues fingerprints = leaf.reader().getSortedDocValues(IndexFields.FINGERPRINT);
      for (int doc = documents.nextDoc();
          doc != DocIdSetIterator.NO_MORE_DOCS;
          doc = documents.nextDoc()) {
        found.put(Leaves.value(names, doc), Leaves.value(fingerprints, doc));
      }
    }
    return found;
  }
}
