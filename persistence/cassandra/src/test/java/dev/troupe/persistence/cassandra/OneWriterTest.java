package dev.troupe.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.persistence.StoredEvent;
import dev.troupe.persistence.cassandra.OneWriter.Written;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OneWriterTest {
  @Test
  void one_writer_after_the_other_is_the_whole_journal() {
    assertThat(counted("a1", "a2", "b3", "b4")).containsExactly("a1", "a2", "b3", "b4");
  }

  @Test
  void who_wrote_a_number_last_goes_on_and_the_other_counts_no_more() {
    assertThat(counted("a1", "a2", "b2", "a3", "b3", "a4", "a5")).containsExactly("a1", "b2", "b3");
  }

  @Test
  void a_third_writer_replaces_both() {
    assertThat(counted("a1", "a2", "b2", "c2", "b3", "c3")).containsExactly("a1", "c2", "c3");
  }

  private static List<String> counted(String... rows) {
    return OneWriter.of(Stream.of(rows).map(OneWriterTest::row).toList()).stream()
        .map(row -> row.writer() + row.event().sequenceNumber())
        .toList();
  }

  private static Written row(String name) {
    var number = Long.parseLong(name.substring(1));
    var writer = name.substring(0, 1);
    return new Written(writer, new StoredEvent("id", number, name, Instant.EPOCH, Set.of(), name));
  }
}
