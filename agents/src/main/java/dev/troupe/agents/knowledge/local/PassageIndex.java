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

/**
 * Passages by keyword (BM25, English stems) and by vector. Nothing here is the truth: what is lost
 * with the last commit, or altogether, is filled in again from the {@link PassageStore}.
 */
final class PassageIndex implements AutoCloseable {
  private final Directory directory;
  private final Analyzer analyzer = new EnglishAnalyzer();
  private final IndexWriter writer;
  private final SearcherManager searchers;

  /** One search on one state of the index. */
  @FunctionalInterface
  interface Search<T> {
    T on(IndexSearcher searcher) throws IOException;
  }

  private PassageIndex(Directory directory) throws IOException {
    this.directory = directory;
    this.writer = open(directory, analyzer);
    this.searchers = new SearcherManager(writer, new SearcherFactory());
  }

  static PassageIndex inMemory() {
    return opened(ByteBuffersDirectory::new);
  }

  static PassageIndex at(Path folder) {
    return opened(() -> FSDirectory.open(folder));
  }

  @FunctionalInterface
  private interface Place {
    Directory open() throws IOException;
  }

  private static PassageIndex opened(Place place) {
    try {
      return new PassageIndex(place.open());
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

  void replace(String scope, StoredDocument document, List<EmbeddedPassage> passages) {
    change(() ->
        writer.updateDocuments(
            IndexFields.document(scope, document.name()),
            passages.stream()
                .map(one -> IndexFields.document(scope, document.fingerprint(), one))
                .toList()));
  }

  void remove(String scope, String name) {
    change(() -> writer.deleteDocuments(IndexFields.document(scope, name)));
  }

  /** Makes what was changed durable and visible. */
  void commit() {
    change(() -> {
      writer.commit();
      searchers.maybeRefreshBlocking();
      return 0L;
    });
  }

  /** Documents of a scope with the fingerprint of the version that is indexed. */
  Map<String, String> documents(String scope) {
    return search(searcher -> IndexedDocuments.in(searcher, IndexFields.inScope(scope)));
  }

  /** Ids of the best passages by keyword, best first. */
  List<String> byKeyword(String text, Query filter, int limit) {
    return search(searcher -> KeywordSearch.best(searcher, analyzer, text, filter, limit));
  }

  /** Ids of the best passages by vector, best first. */
  List<String> byVector(float[] vector, Query filter, int limit, int exactUpToPassages) {
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
