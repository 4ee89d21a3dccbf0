package dev.troupe.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;

class JournalTablesTest {
  private static JournalTables tables(long size, String deletes) {
    return JournalTables.of(
        ConfigFactory.parseString(
            "the.section { target-partition-size = %d, support-deletes = %s }"
                .formatted(size, deletes)),
        "the.section");
  }

  @Test
  void partitions_smaller_than_a_write_are_refused() {
    assertThatCode(() -> tables(500, "off")).doesNotThrowAnyException();
    assertThatThrownBy(() -> tables(499, "off"))
        .hasMessageContaining("the.section.target-partition-size = 499 is too small");
  }

  @Test
  void two_plugins_of_one_keyspace_have_to_agree() {
    var first = tables(1000, "off");

    assertThatCode(() -> first.require(tables(1000, "off"), "the.other"))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> first.require(tables(2000, "off"), "the.other"))
        .hasMessageContaining("the.other and troupe.cassandra.journal have to agree");
    assertThatThrownBy(() -> first.require(tables(1000, "on"), "the.other"))
        .hasMessageContaining("support-deletes");
  }
}
