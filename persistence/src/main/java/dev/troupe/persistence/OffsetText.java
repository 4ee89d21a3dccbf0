package dev.troupe.persistence;

import java.util.UUID;
import org.apache.pekko.persistence.query.NoOffset$;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.persistence.query.Sequence;
import org.apache.pekko.persistence.query.TimeBasedUUID;

/** Offsets as stores keep them: {@code none}, {@code sequence:17} or {@code uuid:...}. */
public final class OffsetText {
  private static final String NONE = "none";
  private static final String SEQUENCE = "sequence:";
  private static final String TIME_UUID = "uuid:";

  private OffsetText() {}

  /**
   * The stored form.
   *
   * @throws IllegalArgumentException for an offset of another kind, which has none
   */
  public static String of(Offset offset) {
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

  public static Offset parse(String text) {
    if (text.startsWith(SEQUENCE)) {
      return Offset.sequence(Long.parseLong(text.substring(SEQUENCE.length())));
    }
    return text.startsWith(TIME_UUID)
        ? Offset.timeBasedUUID(UUID.fromString(text.substring(TIME_UUID.length())))
        : Offset.noOffset();
  }
}
