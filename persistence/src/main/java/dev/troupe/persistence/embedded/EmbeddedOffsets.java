package dev.troupe.persistence.embedded;

import dev.troupe.persistence.Names;
import dev.troupe.persistence.OffsetText;
import dev.troupe.persistence.Offsets;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.persistence.query.Offset;

/** Offsets as text, by the name of their projection. */
final class EmbeddedOffsets implements Offsets {
  private final Readers readers;
  private final GroupCommit writer;

  EmbeddedOffsets(Readers readers, GroupCommit writer) {
    this.readers = readers;
    this.writer = writer;
  }

  @Override
  public CompletionStage<Offset> load(String projection) {
    return readers.read(database -> {
      var stored = database.get(Column.OFFSETS, Keys.text(projection));
      return stored == null ? Offset.noOffset() : OffsetText.parse(Keys.textAfter(stored, 0));
    });
  }

  @Override
  public CompletionStage<Void> save(String projection, Offset offset) {
    var key = Keys.text(Names.checked("projection", projection));
    var value = Keys.text(OffsetText.of(offset));
    return writer.submit(key.length + value.length, batch -> batch.put(Column.OFFSETS, key, value));
  }
}
