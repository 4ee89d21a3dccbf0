package dev.troupe.persistence.cassandra;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.metadata.Metadata;
import com.datastax.oss.driver.api.core.metadata.schema.KeyspaceMetadata;
import com.datastax.oss.driver.api.core.metadata.schema.TableMetadata;
import dev.troupe.persistence.SearchTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keyspace and tables, made offline: a node never changes them. The first six tables are those that
 * pekko-persistence-cassandra reads and writes (its documentation, "Creating the schema"); the
 * others are our own. Every statement may be run again.
 */
public final class Schema {
  /**
   * Rows that were removed are gone for readers at once; what a lost replica brings back does no
   * harm.
   */
  private static final String SHORT_LIVED =
      "gc_grace_seconds = 3600 AND memtable_flush_period_in_ms = 3600000";

  private static final List<String> PLUGIN_TABLES =
      List.of(
          "messages",
          "tag_views",
          "tag_write_progress",
          "tag_scanning",
          "metadata",
          "all_persistence_ids",
          "snapshots");
  private static final List<String> OWN_TABLES =
      List.of(
          CassandraTable.ROWS,
          CassandraOffsets.OFFSETS,
          Claims.CLAIMS,
          Writers.WRITERS,
          CassandraPresence.NODES,
          CassandraWakeUpIndex.DUE,
          CassandraWakeUpIndex.BUCKETS,
          CassandraWakeUpIndex.OF_TASK,
          CassandraSearch.ENTRIES,
          CassandraSearch.WORDS);

  private static final String VECTOR = "embedding";

  /** Of the entries of a search, each by an index of its own. */
  private static final List<String> INDEXED = List.of("in_scope", "belongs_to", "kind", VECTOR);

  private final String keyspace;
  private final String replication;

  private Schema(String keyspace, String replication) {
    this.keyspace = keyspace;
    this.replication = replication;
  }

  public static Schema of(CassandraSettings settings) {
    return new Schema(settings.keyspace(), settings.replication());
  }

  /** CQL, one statement each, without semicolons, in the order to run them. */
  public List<String> statements() {
    return Stream.of(
            Stream.of(
                "CREATE KEYSPACE IF NOT EXISTS %s WITH replication = %s AND durable_writes = true"
                    .formatted(keyspace, replication)),
            journal(),
            snapshots(),
            tables(),
            search())
        .flatMap(part -> part)
        .toList();
  }

  /** The first table or index that a cluster has not, by what its driver knows. */
  Optional<String> missingIn(Metadata metadata) {
    return metadata
        .getKeyspace(keyspace)
        .map(there ->
            Stream.of(PLUGIN_TABLES, OWN_TABLES)
                .flatMap(List::stream)
                .filter(name -> there.getTable(name).isEmpty())
                .findFirst()
                .map("the table "::concat)
                .or(() -> missingIndex(there)))
        .orElse(Optional.of("any table"));
  }

  private static Optional<String> missingIndex(KeyspaceMetadata there) {
    var indexes =
        there.getTable(CassandraSearch.ENTRIES).map(TableMetadata::getIndexes).orElse(Map.of());
    return INDEXED.stream()
        .map(Schema::indexOf)
        .filter(name -> !indexes.containsKey(CqlIdentifier.fromCql(name)))
        .findFirst()
        .map("the index "::concat);
  }

  private Stream<String> journal() {
    return Stream.of(
        table(
            "messages",
            """
            persistence_id text,
            partition_nr bigint,
            sequence_nr bigint,
            timestamp timeuuid,
            timebucket text,
            writer_uuid text,
            ser_id int,
            ser_manifest text,
            event_manifest text,
            event blob,
            meta_ser_id int,
            meta_ser_manifest text,
            meta blob,
            tags set<text>,
            PRIMARY KEY ((persistence_id, partition_nr), sequence_nr, timestamp)\
            """,
            "gc_grace_seconds = 864000"),
        table(
            "tag_views",
            """
            tag_name text,
            persistence_id text,
            sequence_nr bigint,
            timebucket bigint,
            timestamp timeuuid,
            tag_pid_sequence_nr bigint,
            writer_uuid text,
            ser_id int,
            ser_manifest text,
            event_manifest text,
            event blob,
            meta_ser_id int,
            meta_ser_manifest text,
            meta blob,
            PRIMARY KEY ((tag_name, timebucket), timestamp, persistence_id, tag_pid_sequence_nr)\
            """,
            "gc_grace_seconds = 864000"),
        table(
            "tag_write_progress",
            """
            persistence_id text,
            tag text,
            sequence_nr bigint,
            tag_pid_sequence_nr bigint,
            offset timeuuid,
            PRIMARY KEY (persistence_id, tag)\
            """),
        table(
            "tag_scanning",
            """
            persistence_id text,
            sequence_nr bigint,
            PRIMARY KEY (persistence_id)\
            """),
        table(
            "metadata",
            """
            persistence_id text,
            deleted_to bigint,
            properties map<text, text>,
            PRIMARY KEY (persistence_id)\
            """),
        table(
            "all_persistence_ids",
            """
            persistence_id text,
            PRIMARY KEY (persistence_id)\
            """));
  }

  private Stream<String> snapshots() {
    return Stream.of(
        table(
            "snapshots",
            """
            persistence_id text,
            sequence_nr bigint,
            timestamp bigint,
            ser_id int,
            ser_manifest text,
            snapshot_data blob,
            snapshot blob,
            meta_ser_id int,
            meta_ser_manifest text,
            meta blob,
            PRIMARY KEY (persistence_id, sequence_nr)\
            """,
            "CLUSTERING ORDER BY (sequence_nr DESC) AND gc_grace_seconds = 864000"));
  }

  private Stream<String> tables() {
    return Stream.of(
        table(
            CassandraTable.ROWS,
            """
            table_name text,
            partition text,
            key text,
            value blob,
            PRIMARY KEY ((table_name, partition), key)\
            """),
        table(
            CassandraOffsets.OFFSETS,
            """
            projection text,
            value text,
            PRIMARY KEY (projection)\
            """),
        table(
            Claims.CLAIMS,
            """
            claimed text,
            epoch bigint,
            node text,
            PRIMARY KEY (claimed)\
            """),
        table(
            Writers.WRITERS,
            """
            persistence_id text,
            lineage text,
            PRIMARY KEY (persistence_id)\
            """),
        table(
            CassandraPresence.NODES,
            """
            cluster text,
            node text,
            PRIMARY KEY (cluster, node)\
            """,
            SHORT_LIVED),
        table(
            CassandraWakeUpIndex.DUE,
            """
            slice int,
            bucket bigint,
            due_second bigint,
            due_nano int,
            task text,
            PRIMARY KEY ((slice, bucket), due_second, due_nano, task)\
            """,
            SHORT_LIVED),
        table(
            CassandraWakeUpIndex.BUCKETS,
            """
            slice int,
            bucket bigint,
            registered boolean,
            PRIMARY KEY (slice, bucket)\
            """,
            SHORT_LIVED),
        table(
            CassandraWakeUpIndex.OF_TASK,
            """
            task text,
            due_second bigint,
            due_nano int,
            is_set boolean,
            PRIMARY KEY (task)\
            """,
            SHORT_LIVED));
  }

  /** Indexes attached to the storage, and vectors: of Cassandra 5. */
  private Stream<String> search() {
    return Stream.concat(searchTables(), INDEXED.stream().map(this::index));
  }

  private Stream<String> searchTables() {
    return Stream.of(
        table(
            CassandraSearch.ENTRIES,
            """
            scope text,
            part int,
            entry text,
            in_scope text,
            belongs_to text,
            kind text,
            words frozen<map<text, float>>,
            embedding vector<float, %d>,
            PRIMARY KEY ((scope, part), entry)\
            """
                .formatted(SearchTable.DIMENSIONS)),
        table(
            CassandraSearch.WORDS,
            """
            scope text,
            part int,
            word text,
            weight float,
            entry text,
            belongs_to text,
            kind text,
            PRIMARY KEY ((scope, part), word, weight, entry)\
            """,
            "CLUSTERING ORDER BY (word ASC, weight DESC, entry ASC)"));
  }

  private String index(String column) {
    var options =
        column.equals(VECTOR) ? " WITH OPTIONS = {'similarity_function': 'dot_product'}" : "";
    return "CREATE INDEX IF NOT EXISTS %s ON %s.%s (%s) USING 'sai'%s"
        .formatted(indexOf(column), keyspace, CassandraSearch.ENTRIES, column, options);
  }

  private static String indexOf(String column) {
    return CassandraSearch.ENTRIES + "_by_" + column;
  }

  private String table(String name, String columns, String... options) {
    var with = options.length == 0 ? "" : " WITH " + String.join(" AND ", options);
    return "CREATE TABLE IF NOT EXISTS %s.%s (%n%s)%s"
        .formatted(keyspace, name, columns.indent(2), with);
  }
}
