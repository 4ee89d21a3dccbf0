package dev.troupe.agents.knowledge.local;

import java.io.IOException;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.FilteredDocIdSetIterator;
import org.apache.lucene.util.Bits;

/** Leaves out what was deleted and is not merged away yet. */
final class LivingDocuments extends FilteredDocIdSetIterator {
  private final Bits living;

  LivingDocuments(DocIdSetIterator all, Bits living) {
    super(all);
    this.living = living;
  }

  @Override
  protected boolean match(int document) throws IOException {
    return living.get(document);
  }
}
