package dev.troupe.persistence.cassandra;

import dev.troupe.persistence.Names;
import dev.troupe.persistence.OffsetText;
import dev.troupe.persistence.Offsets;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.persistence.query.Offset;

/** Offsets as text, by the name of their projection. */
final class CassandraOffsets implements Offsets {
  static final String OFFSETS = "projection_offsets";

  private static final String LOAD = "SELECT value FROM %s." + OFFSETS + " WHERE projection = ?";
  private static final String SAVE =
      "INSERT INTO %s." + OFFSETS + " (projection, value) VALUES (?, ?)";

  private final Cql cql;

  CassandraOffsets(Cql cql) {
    this.cql = cql;
  }

  @Override
  public CompletionStage<Offset> load(String projection) {
    return cql.rows(1, row -> String.valueOf(row.getString("value")), LOAD, projection)
        .thenApply(
            found -> found.stream().findFirst().map(OffsetText::parse).orElse(Offset.noOffset()));
  }

  @Override
  public CompletionStage<Void> save(String projection, Offset offset) {
    return cql.run(SAVE, Names.checked("projection", projection), OffsetText.of(offset));
  }
}
