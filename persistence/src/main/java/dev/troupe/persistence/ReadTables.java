package dev.troupe.persistence;

import dev.troupe.persistence.Table.Row;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.util.ByteString;

/** Tables as they were left, for whoever only looks. */
public interface ReadTables {

  /** All rows of a partition, by their keys. */
  List<Row> rows(String table, String partition);

  Optional<ByteString> get(String table, String partition, String key);
}
