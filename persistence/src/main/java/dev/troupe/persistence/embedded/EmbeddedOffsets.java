package dev.troupe.persistence.embedded;

import dev.troupe.persistence.Offsets;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.persistence.query.NoOffset$;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.persistence.query.Sequence;
import org.apache.pekko.persistence.query.TimeBasedUUID;

/** Offsets as text: {@code none}, {@code sequence:17} or {@code uuid:...}. */
final class EmbeddedOffsets implements Offsets {
  private static final String NONE = "none";
  private static final String SEQUENCE = "sequence:";
  private static final String TIME_UUID = "uuid:";

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
      return stored == null ? Offset.noOffset() : parse(Keys.textAfter(stored, 0));
    });
  }

  @Override
  public CompletionStage<Void> save(String projection, Offset offset) {
    var key = Keys.text(Keys.checked("projection", projection));
    var value = Keys.text(format(offset));
    return writer.submit(key.length + value.length, batch -> batch.put(Column.OFFSETS, key, value));
  }

  private static String format(Offset offset) {
    // Pekko's Offset is open: what is none of these has no stored form.
    return switch (offset) {
      case NoOffset$ _ -> NONE;
      case Sequence sequence -> SEQUENCE + sequence.value();
      case TimeBasedUUID uuid -> TIME_UUID + uuid.value();
      default ->
          throw new IllegalArgumentException(
              "An offset of type %s cannot be stored; save a Sequence or a TimeBasedUUID"
                  .formatted(offset.getClass().getName()));
    };
  }

  private static Offset parse(String text) {
    if (text.startsWith(SEQUENCE)) {
      return Offset.sequence(Long.parseLong(text.substring(SEQUENCE.length())));
    }
    return text.startsWith(TIME_UUID)
        ? Offset.timeBasedUUID(UUID.fromString(text.substring(TIME_UUID.length())))
        : Offset.noOffset();
  }
}
