package dev.troupe.agents.knowledge.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/** An index of this node alone: BM25 with English stems, and vectors, in Lucene. */
final class ReplicaIndex implements PassageIndex {
  private final Directory directory;
  private final Analyzer analyzer = new EnglishAnalyzer();
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private final int exactUpToPassages;

  /** One search on one state of the index. */
  @FunctionalInterface
  interface Search<T> {
    T on(IndexSearcher searcher) throws IOException;
  }

  private ReplicaIndex(Directory directory, int exactUpToPassages) throws IOException {
    this.directory = directory;
    this.exactUpToPassages = exactUpToPassages;
    this.writer = open(directory, analyzer);
    this.searchers = new SearcherManager(writer, new SearcherFactory());
  }

  /**
   * @param exactUpToPassages up to so many are compared with a vector one by one
   */
  static ReplicaIndex inMemory(int exactUpToPassages) {
    return opened(ByteBuffersDirectory::new, exactUpToPassages);
  }

  static ReplicaIndex at(Path folder, int exactUpToPassages) {
    return opened(() -> FSDirectory.open(folder), exactUpToPassages);
  }

  @FunctionalInterface
  private interface Place {
    Directory open() throws IOException;
  }

  private static ReplicaIndex opened(Place place, int exactUpToPassages) {
    try {
      return new ReplicaIndex(place.open(), exactUpToPassages);
    } catch (IOException failure) {
      throw new UncheckedIOException("The search index cannot be opened", failure);
    }
  }

  /** A damaged index, or one of another version, is emptied: it is filled from the truth. */
  private static IndexWriter open(Directory directory, Analyzer analyzer) throws IOException {
    try {
      return new IndexWriter(directory, settings(analyzer));
    } catch (CorruptIndexException | IndexFormatTooOldException | IndexFormatTooNewException lost) {
      for (String file : directory.listAll()) {
        directory.deleteFile(file);
      }
      return new IndexWriter(directory, settings(analyzer));
    }
  }

  private static IndexWriterConfig settings(Analyzer analyzer) {
    return new IndexWriterConfig(analyzer)
        .setOpenMode(IndexWriterConfig.OpenMode.CREATE_OR_APPEND)
        .setCommitOnClose(false);
  }

  @Override
  public void replace(String scope, StoredDocument document, List<EmbeddedPassage> passages) {
    change(() ->
        writer.updateDocuments(
            IndexFields.document(scope, document.name()),
            passages.stream()
                .map(one -> IndexFields.document(scope, document.fingerprint(), one))
                .toList()));
  }

  @Override
  public void remove(String scope, String name) {
    change(() -> writer.deleteDocuments(IndexFields.document(scope, name)));
  }

  /** Of all scopes. */
  @Override
  public void commit(String scope) {
    change(() -> {
      writer.commit();
      searchers.maybeRefreshBlocking();
      return 0L;
    });
  }

  @Override
  public Map<String, String> documents(String scope) {
    return search(searcher -> IndexedDocuments.in(searcher, IndexFields.inScope(scope)));
  }

  @Override
  public List<Scored> byKeyword(Within within, String text, int limit) {
    Query filter = IndexFields.filter(within);
    return search(searcher -> KeywordSearch.best(searcher, analyzer, text, filter, limit));
  }

  @Override
  public List<Scored> byVector(Within within, float[] vector, int limit) {
    Query filter = IndexFields.filter(within);
    return search(
        searcher -> VectorSearch.best(searcher, vector, filter, limit, exactUpToPassages));
  }

  private <T> T search(Search<T> search) {
    try {
      IndexSearcher searcher = searchers.acquire();
      try {
        return search.on(searcher);
      } finally {
        searchers.release(searcher);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("The search index cannot be read", failure);
    }
  }

  @FunctionalInterface
  private interface Change {
    long make() throws IOException;
  }

  @SuppressWarnings("UnusedReturnValue")
  private static long change(Change change) {
    try {
      return change.make();
    } catch (IOException failure) {
      throw new UncheckedIOException("The search index cannot be written", failure);
    }
  }

  @Override
  public void close() {
    change(() -> {
      searchers.close();
      writer.close();
      directory.close();
      return 0L;
    });
  }
}
