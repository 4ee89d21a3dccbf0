package dev.troupe.agents.knowledge.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.knowledge.Passage;
import java.util.List;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

/** The stored form, byte for byte: what was written once has to be readable for ever. */
class PassageFormatTest {
  private static final Passage PASSAGE =
      new Passage(
          "id1", "notes", "a.md", "A › B", 3, Passage.Kind.TABLE_ROW, "h\nr", List.of("r"), "h");
  private static final String PASSAGE_JSON =
      "{\"id\":\"id1\",\"collection\":\"notes\",\"document\":\"a.md\",\"heading\":\"A › B\","
          + "\"position\":3,\"kind\":\"TABLE_ROW\",\"text\":\"h\\nr\",\"sentences\":[\"r\"],"
          + "\"header\":\"h\"}";

  @Test
  void a_passage_is_its_json_and_its_vector() {
    ByteString row = PassageFormat.write(new EmbeddedPassage(PASSAGE, new float[] {1f, -0.5f}));
    int json = ByteString.fromString(PASSAGE_JSON).size();

    assertThat(row.asByteBuffer().getInt()).isEqualTo(json);
    assertThat(row.slice(4, 4 + json).utf8String()).isEqualTo(PASSAGE_JSON);
    assertThat(row.slice(4 + json, row.size()))
        .isEqualTo(ByteString.fromInts(0x3F, 0x80, 0, 0, 0xBF, 0, 0, 0));
    EmbeddedPassage read = PassageFormat.readPassage(row);
    assertThat(read.passage()).isEqualTo(PASSAGE);
    assertThat(read.vector()).containsExactly(1f, -0.5f);
  }

  @Test
  void a_document_is_json_and_may_gain_fields() {
    var document = new StoredDocument("a.md", "1:ff", List.of("id1"));

    assertThat(PassageFormat.write(document).utf8String())
        .isEqualTo("{\"name\":\"a.md\",\"fingerprint\":\"1:ff\",\"passages\":[\"id1\"]}");
    assertThat(
            PassageFormat.readDocument(
                ByteString.fromString(
                    "{\"name\":\"a.md\",\"fingerprint\":\"1:ff\",\"passages\":[\"id1\"],\"new\":1}")))
        .isEqualTo(document);
  }
}
