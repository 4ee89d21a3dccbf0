package dev.troupe.agents.knowledge.local;

import dev.troupe.agents.knowledge.Passage;
import java.util.Collection;
import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.util.BytesRef;

/** How a passage lies in the index. */
final class IndexFields {
  static final String ID = "id";
  static final String TEXT = "text";
  static final String VECTOR = "vector";
  static final String NAME = "name";
  static final String FINGERPRINT = "fingerprint";
  private static final String SCOPE = "scope";
  private static final String DOCUMENT = "document";
  private static final String KIND = "kind";

  private IndexFields() {}

  static Term document(String scope, String name) {
    return new Term(DOCUMENT, scope + "/" + name);
  }

  static Document document(String scope, String fingerprint, EmbeddedPassage embedded) {
    Passage passage = embedded.passage();
    var document = new Document();
    document.add(new SortedDocValuesField(ID, new BytesRef(passage.id())));
    document.add(new SortedDocValuesField(NAME, new BytesRef(passage.document())));
    document.add(new SortedDocValuesField(FINGERPRINT, new BytesRef(fingerprint)));
    document.add(new StringField(SCOPE, scope, Store.NO));
    document.add(new StringField(DOCUMENT, scope + "/" + passage.document(), Store.NO));
    document.add(new StringField(KIND, passage.kind().name(), Store.NO));
    document.add(new TextField(TEXT, EmbeddedPassage.textToEmbed(passage), Store.NO));
    document.add(
        new KnnFloatVectorField(VECTOR, embedded.vector(), VectorSimilarityFunction.DOT_PRODUCT));
    return document;
  }

  static Query inScope(String scope) {
    return anyOf(SCOPE, List.of(scope));
  }

  static Query filter(Within within) {
    var filter = new BooleanQuery.Builder().add(anyOf(SCOPE, within.scopes()), Occur.FILTER);
    if (!within.documents().isEmpty()) {
      List<String> keys =
          within.scopes().stream()
              .flatMap(scope -> within.documents().stream().map(name -> scope + "/" + name))
              .toList();
      filter.add(anyOf(DOCUMENT, keys), Occur.FILTER);
    }
    if (!within.kinds().isEmpty()) {
      filter.add(anyOf(KIND, within.kinds().stream().map(Enum::name).toList()), Occur.FILTER);
    }
    return filter.build();
  }

  private static Query anyOf(String field, Collection<String> values) {
    return new TermInSetQuery(field, values.stream().map(BytesRef::new).toList());
  }
}
