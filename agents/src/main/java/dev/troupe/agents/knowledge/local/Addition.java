package dev.troupe.agents.knowledge.local;

import dev.troupe.agents.knowledge.ContentHash;
import dev.troupe.agents.knowledge.Documents;
import dev.troupe.agents.knowledge.Embedder;
import dev.troupe.agents.knowledge.KnowledgeBase.AddProgress;
import dev.troupe.agents.knowledge.KnowledgeBase.AddReport;
import dev.troupe.agents.knowledge.KnowledgeBase.Broken;
import dev.troupe.agents.knowledge.Passage;
import dev.troupe.agents.knowledge.reading.DocumentReader;
import dev.troupe.agents.knowledge.reading.PassageCutter;
import dev.troupe.agents.knowledge.reading.Piece;
import dev.troupe.agents.knowledge.reading.UnreadableDocument;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One call of {@code add}: documents become durable one after the other, several are embedded
 * together.
 */
final class Addition {
  /** Part of every fingerprint: documents are cut again when the rules of cutting change. */
  private static final String CUTTING_VERSION = "1";

  /** Enough to keep all embedding threads busy, little enough to lose to a kill. */
  private static final int PASSAGES_PER_BATCH = 64;

  private record Cut(StoredDocument document, List<Passage> passages) {}

  private final PassageStore store;
  private final PassageIndex index;
  private final PassageEmbedding embedding;
  private final KnowledgeSettings settings;
  private final String tenant;
  private final String collection;
  private final String scope;
  private final Consumer<AddProgress> progress;
  private final List<Broken> broken = new ArrayList<>();
  private final List<Cut> batch = new ArrayList<>();
  private final Map<String, StoredDocument> present;

  /** Names to fingerprints. What broke off may have left it behind the store, or before it. */
  private final Map<String, String> indexed;

  private int done;
  private int total;
  private int added;
  private int changed;
  private int unchanged;

  Addition(
      PassageStore store,
      PassageIndex index,
      Embedder embedder,
      KnowledgeSettings settings,
      String tenant,
      String collection,
      Consumer<AddProgress> progress) {
    this.store = store;
    this.index = index;
    this.embedding = new PassageEmbedding(embedder);
    this.settings = settings;
    this.tenant = tenant;
    this.collection = collection;
    this.scope = Within.scope(tenant, collection);
    this.progress = progress;
    this.present = store.documents(tenant, collection);
    this.indexed = index.documents(scope);
  }

  AddReport add(Documents documents, boolean prune) {
    store.open(tenant, collection);
    broken.addAll(documents.unreadable());
    List<String> names = documents.names();
    total = names.size();
    try {
      for (String name : names) {
        addDocument(documents, name);
      }
      writeBatch();
      List<String> gone = allBut(names);
      if (prune) {
        remove(gone);
        forgetLeftBehind(names);
      }
      int passages = present.values().stream().mapToInt(one -> one.passages().size()).sum();
      return new AddReport(
          added,
          changed,
          unchanged,
          prune ? gone.size() : 0,
          prune ? 0 : gone.size(),
          passages,
          List.copyOf(broken));
    } finally {
      // Also after a failure: what is durable is found at once, not only after the next start.
      index.commit(scope);
    }
  }

  private void addDocument(Documents documents, String name) {
    try {
      byte[] bytes = documents.read(name);
      String fingerprint = CUTTING_VERSION + ":" + ContentHash.of(bytes);
      StoredDocument before = present.get(name);
      if (before != null && before.fingerprint().equals(fingerprint)) {
        if (!fingerprint.equals(indexed.get(name))) {
          index.replace(scope, before, store.embedded(tenant, before.passages()));
        }
        unchanged++;
        finished(name);
        return;
      }
      Cut cut = cut(name, fingerprint, bytes);
      if (cut.passages().size() >= PASSAGES_PER_BATCH) {
        // What is small and done need not wait for what is large.
        writeBatch();
      }
      batch.add(cut);
      if (batch.stream().mapToInt(one -> one.passages().size()).sum() >= PASSAGES_PER_BATCH) {
        writeBatch();
      }
    } catch (UnreadableDocument unreadable) {
      skip(name, String.valueOf(unreadable.getMessage()));
    } catch (IOException unreadable) {
      skip(name, "cannot be read: " + unreadable);
    }
  }

  private void skip(String name, String reason) {
    broken.add(new Broken(name, reason));
    finished(name);
  }

  private void finished(String name) {
    done++;
    progress.accept(new AddProgress(done, total, name));
  }

  private Cut cut(String name, String fingerprint, byte[] bytes) throws UnreadableDocument {
    List<Piece> pieces = PassageCutter.cut(DocumentReader.read(name, bytes));
    if (pieces.isEmpty()) {
      throw new UnreadableDocument("holds no text");
    }
    if (pieces.size() > settings.maxPassagesPerDocument()) {
      throw new UnreadableDocument(
          "gives %,d passages, at most %,d are kept: split it, or raise troupe.knowledge.max-passages-per-document"
              .formatted(pieces.size(), settings.maxPassagesPerDocument()));
    }
    List<Passage> passages = new ArrayList<>();
    for (Piece piece : pieces) {
      passages.add(passage(name, passages.size(), piece));
    }
    List<String> ids = passages.stream().map(Passage::id).toList();
    return new Cut(new StoredDocument(name, fingerprint, ids), passages);
  }

  private Passage passage(String name, int position, Piece piece) {
    String place = position + "/" + piece.heading();
    String id = ContentHash.of(tenant, collection, name, place, piece.text()).substring(0, 32);
    return new Passage(
        id,
        collection,
        name,
        piece.heading(),
        position,
        piece.kind(),
        piece.text(),
        piece.sentences(),
        piece.header());
  }

  private void writeBatch() {
    List<Passage> passages = batch.stream().flatMap(cut -> cut.passages().stream()).toList();
    List<EmbeddedPassage> embedded =
        embedding.embed(passages, lastVersions(), many -> underWay(many, passages.size()));
    int from = 0;
    for (Cut cut : batch) {
      int to = from + cut.passages().size();
      write(cut.document(), embedded.subList(from, to));
      from = to;
    }
    if (!batch.isEmpty()) {
      store.mark(tenant, collection);
    }
    batch.clear();
  }

  /** Worth a word where a document is so large that it is embedded alone. */
  private void underWay(int embedded, int passages) {
    if (batch.size() == 1 && embedded < passages) {
      String name = batch.getFirst().document().name();
      progress.accept(new AddProgress(done, total, name, embedded, passages));
    }
  }

  private List<EmbeddedPassage> lastVersions() {
    List<String> ids =
        batch.stream()
            .flatMap(cut -> Stream.ofNullable(present.get(cut.document().name())))
            .flatMap(before -> before.passages().stream())
            .toList();
    return store.embedded(tenant, ids);
  }

  private void write(StoredDocument document, List<EmbeddedPassage> embedded) {
    store.put(tenant, embedded);
    index.replace(scope, document, embedded);
    store.put(tenant, collection, document);
    if (present.put(document.name(), document) == null) {
      added++;
    } else {
      changed++;
    }
    finished(document.name());
  }

  private List<String> allBut(List<String> names) {
    Set<String> kept = Set.copyOf(names);
    return present.keySet().stream()
        .filter(name -> !kept.contains(name) && !isUnreadable(name))
        .toList();
  }

  /** Of an addition that broke off: the index has a document that the collection never got. */
  private void forgetLeftBehind(List<String> names) {
    Set<String> kept = Set.copyOf(names);
    indexed.keySet().stream()
        .filter(name -> !kept.contains(name) && !present.containsKey(name))
        .forEach(name -> index.remove(scope, name));
  }

  private void remove(List<String> gone) {
    for (String name : gone) {
      index.remove(scope, name);
      present.remove(name);
    }
    store.remove(tenant, collection, gone);
    if (!gone.isEmpty()) {
      store.mark(tenant, collection);
    }
  }

  /** What cannot be read just now, or lies in a folder that cannot, is not known to be gone. */
  private boolean isUnreadable(String name) {
    return broken.stream()
        .anyMatch(one -> name.equals(one.document()) || name.startsWith(one.document() + "/"));
  }
}
