package dev.troupe.agents.knowledge.local;

import java.io.IOException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.jspecify.annotations.Nullable;

/** Reading one leaf of an index document by document. */
final class Leaves {
  private Leaves() {}

  /** The leaf's living documents that match. */
  static DocIdSetIterator matching(IndexSearcher searcher, LeafReaderContext leaf, Query filter)
      throws IOException {
    Scorer scorer =
        searcher
            .createWeight(searcher.rewrite(filter), ScoreMode.COMPLETE_NO_SCORES, 1f)
            .scorer(leaf);
    var living = leaf.reader().getLiveDocs();
    DocIdSetIterator all = scorer == null ? DocIdSetIterator.empty() : scorer.iterator();
    return living == null ? all : new LivingDocuments(all, living);
  }

  /**
   * A field of any document of the index. Values are read forwards only, hits come in any order:
   * hence values anew for each, and of its leaf alone, for those of all leaves are costly to merge.
   */
  static String value(IndexSearcher searcher, String field, int document) throws IOException {
    var leaves = searcher.getIndexReader().leaves();
    LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(document, leaves));
    return value(leaf.reader().getSortedDocValues(field), document - leaf.docBase);
  }

  static String value(@Nullable SortedDocValues values, int document) throws IOException {
    if (values == null || !values.advanceExact(document)) {
      throw new IOException("The index holds a document without a name");
    }
    return values.lookupOrd(values.ordValue()).utf8ToString();
  }
}
