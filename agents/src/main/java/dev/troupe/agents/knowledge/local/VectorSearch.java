package dev.troupe.agents.knowledge.local;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.VectorUtil;

/**
 * The vector half. Small collections are compared one by one, so that an index rebuilt from the
 * store gives the same answer; large ones go through the HNSW graph, which is approximate.
 */
final class VectorSearch {
  private VectorSearch() {}

  static List<Scored> best(
      IndexSearcher searcher, float[] vector, Query filter, int limit, int exactUpToPassages)
      throws IOException {
    boolean small = searcher.count(filter) <= exactUpToPassages;
    List<Scored> scored =
        small
            ? exact(searcher, vector, filter, limit)
            : approximate(searcher, vector, filter, limit);
    return Scored.best(scored.stream(), limit);
  }

  private static List<Scored> exact(IndexSearcher searcher, float[] vector, Query filter, int limit)
      throws IOException {
    List<Scored> scored = new ArrayList<>();
    // The best scores so far, the worst of them first: what is below it needs no name.
    Queue<Float> best = new PriorityQueue<>();
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      FloatVectorValues vectors = leaf.reader().getFloatVectorValues(IndexFields.VECTOR);
      if (vectors == null) {
        continue;
      }
      SortedDocValues ids = leaf.reader().getSortedDocValues(IndexFields.ID);
      DocIdSetIterator documents = Leaves.matching(searcher, leaf, filter);
      DocIndexIterator places = vectors.iterator();
      for (int doc = documents.nextDoc();
          doc != DocIdSetIterator.NO_MORE_DOCS;
          doc = documents.nextDoc()) {
        if (places.advance(doc) == doc) {
          float score = VectorUtil.dotProduct(vector, vectors.vectorValue(places.index()));
          if (best.size() < limit || score >= best.element()) {
            scored.add(new Scored(Leaves.value(ids, doc), score));
            best.add(score);
            if (best.size() > limit) {
              best.remove();
            }
          }
        }
      }
    }
    return scored;
  }

  private static List<Scored> approximate(
      IndexSearcher searcher, float[] vector, Query filter, int limit) throws IOException {
    var query = new KnnFloatVectorQuery(IndexFields.VECTOR, vector, limit, filter);
    List<Scored> scored = new ArrayList<>();
    for (ScoreDoc hit : searcher.search(query, limit).scoreDocs) {
      // Lucene's score of unit vectors is (1 + their dot product) / 2.
      scored.add(new Scored(Leaves.value(searcher, IndexFields.ID, hit.doc), 2 * hit.score - 1));
    }
    return scored;
  }
}
