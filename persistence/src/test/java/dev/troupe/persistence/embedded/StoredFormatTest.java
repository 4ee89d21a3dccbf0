package dev.troupe.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

/** The stored bytes of events and snapshots: what one release writes, every later one reads. */
class StoredFormatTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final Payload PAYLOAD = new Payload(7, "m", ByteString.fromString("hello"));
  private static final String UUID = "00112233-4455-6677-8899-aabbccddeeff";

  @Test
  void an_event_by_a_uuid_writer_without_tags() {
    var event = new EventRecord(0, 5, UUID, "", Set.of(), Optional.empty(), PAYLOAD);
    var encoded = event.encode();
    EventRecord.setWriteId(encoded, 258);

    assertThat(HEX.formatHex(encoded))
        .isEqualTo(
            "01"
                + "0000000000000102"
                + "0000000000000005"
                + "00000007"
                + "01"
                + "00112233445566778899aabbccddeeff"
                + "00016d"
                + "0000"
                + "0000"
                + "68656c6c6f");
    assertThat(EventRecord.decode(encoded))
        .isEqualTo(new EventRecord(258, 5, UUID, "", Set.of(), Optional.empty(), PAYLOAD));
  }

  @Test
  void an_event_with_everything() {
    var tags = new LinkedHashSet<>(List.of("t1", "t2"));
    var metadata = new Payload(8, "", ByteString.fromString("M"));
    var event = new EventRecord(1, -1, "w", "a", tags, Optional.of(metadata), PAYLOAD);

    assertThat(HEX.formatHex(event.encode()))
        .isEqualTo(
            "01"
                + "0000000000000001"
                + "ffffffffffffffff"
                + "00000007"
                + "02"
                + "000177"
                + "00016d"
                + "000161"
                + "0002"
                + "00027431"
                + "00027432"
                + "00000008"
                + "0000"
                + "00000001"
                + "4d"
                + "68656c6c6f");
    assertThat(EventRecord.decode(event.encode())).isEqualTo(event);
  }

  @Test
  void a_uuid_in_capitals_stays_as_it_is() {
    var capitals = "00112233-4455-6677-8899-AABBCCDDEEFF";
    var event = new EventRecord(1, 1, capitals, "", Set.of(), Optional.empty(), PAYLOAD);

    assertThat(EventRecord.decode(event.encode()).writer()).isEqualTo(capitals);
  }

  @Test
  void a_snapshot_with_and_without_metadata() {
    var plain = new SnapshotRecord(5, Optional.empty(), PAYLOAD);
    var metadata = new Payload(8, "x", ByteString.fromString("M"));
    var extended = new SnapshotRecord(5, Optional.of(metadata), PAYLOAD);

    assertThat(HEX.formatHex(plain.encode()))
        .isEqualTo("01" + "0000000000000005" + "00000007" + "00016d" + "00000000" + "68656c6c6f");
    assertThat(HEX.formatHex(extended.encode()))
        .isEqualTo(
            "01"
                + "0000000000000005"
                + "00000007"
                + "00016d"
                + "00000008"
                + "00000008"
                + "000178"
                + "4d"
                + "68656c6c6f");
    assertThat(SnapshotRecord.decode(plain.encode())).isEqualTo(plain);
    assertThat(SnapshotRecord.decode(extended.encode())).isEqualTo(extended);
  }

  @Test
  void a_newer_format_is_named() {
    var encoded = new EventRecord(1, 1, "w", "", Set.of(), Optional.empty(), PAYLOAD).encode();
    encoded[0] = 2;

    assertThatThrownBy(() -> EventRecord.decode(encoded))
        .hasMessageContaining("stored in format 2, this release reads format 1");
  }

  @Test
  void an_entry_of_a_tag_with_and_without_its_write() {
    var event = new EventRecord(0, 5, UUID, "", Set.of(), Optional.empty(), PAYLOAD).encode();
    EventRecord.setWriteId(event, 258);

    assertThat(HEX.formatHex(Pointer.to(Keys.numbered("a", 3), 258)))
        .isEqualTo("61" + "00" + "0000000000000003" + "0000000000000102");

    for (var write : List.of("", "0000000000000102")) {
      var pointer = Pointer.read(HEX.parseHex("61" + "00" + "0000000000000003" + write));
      assertThat(pointer.event()).isEqualTo(Keys.numbered("a", 3));
      assertThat(pointer.persistenceId()).isEqualTo("a");
      assertThat(pointer.isTo(event)).isTrue();
    }
    assertThat(Pointer.read(Pointer.to(Keys.numbered("a", 3), 257)).isTo(event)).isFalse();
  }
}
