package dev.troupe.agents.knowledge.local;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.util.QueryBuilder;

/** The keyword half: BM25 over any of the query's words; equal scores in the order of ids. */
final class KeywordSearch {
  private static final Sort BY_SCORE_THEN_ID =
      new Sort(SortField.FIELD_SCORE, new SortField(IndexFields.ID, SortField.Type.STRING));

  private KeywordSearch() {}

  static List<Scored> best(
      IndexSearcher searcher, Analyzer analyzer, String text, Query filter, int limit)
      throws IOException {
    Query words = new QueryBuilder(analyzer).createBooleanQuery(IndexFields.TEXT, text);
    if (words == null) {
      return List.of();
    }
    Query query =
        new BooleanQuery.Builder().add(words, Occur.MUST).add(filter, Occur.FILTER).build();
    List<Scored> found = new ArrayList<>();
    for (ScoreDoc hit : searcher.search(query, limit, BY_SCORE_THEN_ID, true).scoreDocs) {
      found.add(new Scored(Leaves.value(searcher, IndexFields.ID, hit.doc), hit.score));
    }
    return found;
  }
}
