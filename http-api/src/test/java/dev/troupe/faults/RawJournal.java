package dev.troupe.faults;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.protocol.internal.util.Bytes;
import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.faults.Evidence.Writer;
import dev.troupe.journey.Client;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** The rows of all journals as they stand in Cassandra, read without a line of the program. */
final class RawJournal implements AutoCloseable {
  private static final Pattern CONTACT = Pattern.compile("contact-points = \\[\"([^:]+):(\\d+)\"]");
  private static final int EPOCH_RADIX = 36;
  private static final byte[] GZIP = {0x1f, (byte) 0x8b};

  private final CqlSession session;

  private RawJournal(CqlSession session) {
    this.session = session;
  }

  /**
   * @param node the configuration that {@code troupe cluster} wrote for one of its nodes
   */
  static RawJournal of(Path node) {
    try {
      var found = CONTACT.matcher(Files.readString(node));
      if (!found.find()) {
        throw new AssertionError(node + " names no Cassandra");
      }
      return at(found.group(1), Integer.parseInt(found.group(2)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static RawJournal at(String address, int port) {
    return new RawJournal(
        CqlSession.builder()
            .addContactPoint(new InetSocketAddress(address, port))
            .withLocalDatacenter("datacenter1")
            .withKeyspace("troupe")
            .build());
  }

  List<Evidence.Row> rows() {
    var rows = new ArrayList<Evidence.Row>();
    for (var row :
        session.execute("SELECT persistence_id, sequence_nr, writer_uuid, event FROM messages")) {
      rows.add(row(row));
    }
    return rows;
  }

  private static Evidence.Row row(Row row) {
    var event =
        Client.json(text(Bytes.getArray(Objects.requireNonNull(row.getByteBuffer("event")))));
    return new Evidence.Row(
        Objects.requireNonNull(row.getString("persistence_id")),
        row.getLong("sequence_nr"),
        Long.parseLong(Objects.requireNonNull(row.getString("writer_uuid")), EPOCH_RADIX),
        event.path("type").asText(),
        event.path("assignment").asInt(),
        event.path("attempt").asInt(),
        Instant.parse(event.path("at").asText()),
        shared(event.path("shared")));
  }

  /** Findings that an answer brought, without those that it took back. */
  private static Set<String> shared(JsonNode shared) {
    var found = new TreeSet<>(shared.path("findings").findValuesAsText("id"));
    shared.path("retracted").findValuesAsText("finding").forEach(found::remove);
    return found;
  }

  private static String text(byte[] event) {
    if (!Arrays.equals(event, 0, GZIP.length, GZIP, 0, GZIP.length)) {
      return new String(event, StandardCharsets.UTF_8);
    }
    try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(event))) {
      return new String(unpacked.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Map<String, List<Writer>> lineages() {
    var lineages = new HashMap<String, List<Writer>>();
    for (var row : session.execute("SELECT persistence_id, lineage FROM journal_writers")) {
      lineages.put(
          row.getString("persistence_id"),
          Arrays.stream(Objects.requireNonNull(row.getString("lineage")).split(" ", -1))
              .map(RawJournal::writer)
              .toList());
    }
    return lineages;
  }

  private static Writer writer(String text) {
    var parts = text.split("@", 2);
    return new Writer(Long.parseLong(parts[0], EPOCH_RADIX), Long.parseLong(parts[1]));
  }

  @Override
  public void close() {
    session.close();
  }
}
