package dev.troupe.persistence.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.troupe.persistence.Json;
import dev.troupe.persistence.StoredEvent;
import dev.troupe.persistence.Table;
import dev.troupe.persistence.TablePartition;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.pekko.util.ByteString;

/**
 * An archive's items, one after the other; each journal's events have to be all of them, and the
 * last line has to fit. Whoever reads to the end has seen a sound file.
 */
final class ArchiveReader implements AutoCloseable {
  private final Path file;
  private final EventForm form;
  private final LimitedLines lines;
  private final Tally tally = new Tally();
  private final Set<String> journals = new HashSet<>();
  private final String archive;
  private String journal = "";
  private long sequenceNumber;
  private int bytes;

  /**
   * @throws ArchiveFault here and by all methods, if it is no archive that this release can read
   */
  ArchiveReader(Path file, EventForm form) {
    this.file = file;
    this.form = form;
    this.lines = new LimitedLines(file);
    try {
      this.archive = head();
    } catch (RuntimeException fault) {
      lines.close();
      throw fault;
    }
  }

  /** Every export has one of its own. */
  String archive() {
    return archive;
  }

  /** The size of the last item's line. */
  int bytes() {
    return bytes;
  }

  private String head() {
    var line = lines.next().orElseThrow(() -> ArchiveFault.noArchive(file, null));
    JsonNode head;
    try {
      head = Json.parse(new String(line, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException notJson) {
      throw ArchiveFault.noArchive(file, notJson);
    }
    if (!head.path(ArchiveLines.FIELD).asText().equals(ArchiveLines.HEAD)) {
      throw ArchiveFault.noArchive(file, null);
    }
    if (head.path("format").asInt() != ArchiveLines.FORMAT) {
      throw ArchiveFault.otherFormat(file, head.path("format").toString());
    }
    tally.digest(line);
    return head.path("archive").asText();
  }

  /** Empty at the end of a sound file. */
  Optional<ArchiveItem> next() {
    var line = lines.next().orElseThrow(() -> ArchiveFault.cut(file, lines.number()));
    bytes = line.length;
    try {
      var json = Json.parse(new String(line, StandardCharsets.UTF_8));
      if (json.path(ArchiveLines.FIELD).asText().equals(ArchiveLines.END)) {
        end(json);
        return Optional.empty();
      }
      tally.digest(line);
      var item = item(json);
      tally.add(item);
      return Optional.of(item);
    } catch (IllegalArgumentException nonsense) {
      throw ArchiveFault.at(file, lines.number(), String.valueOf(nonsense.getMessage()), nonsense);
    }
  }

  private void end(JsonNode end) {
    var seen =
        tally.addTo(
            JsonNodeFactory.instance.objectNode().put(ArchiveLines.FIELD, ArchiveLines.END));
    if (!Json.write(end).equals(Json.write(seen)) || lines.next().isPresent()) {
      throw ArchiveFault.changed(file, lines.number());
    }
  }

  private ArchiveItem item(JsonNode line) {
    if (line.has(EventLine.JOURNAL)) {
      return new ArchiveItem.Event(event(line));
    }
    if (line.has("table")) {
      var place = new TablePartition(text(line, "table"), text(line, "partition"));
      return new ArchiveItem.Row(place, new Table.Row(text(line, "key"), value(line)));
    }
    if (line.has("wakeUp")) {
      return new ArchiveItem.WakeUp(text(line, "wakeUp"));
    }
    throw new IllegalArgumentException(
        "it is no event, no row and no wake-up; see docs/backup.md for what may stand there");
  }

  private StoredEvent event(JsonNode line) {
    var id = text(line, EventLine.JOURNAL);
    var number = line.path(EventLine.NUMBER).asLong();
    follow(id, number);
    return new StoredEvent(
        id,
        number,
        text(line, EventLine.WRITE),
        instant(text(line, EventLine.AT)),
        StreamSupport.stream(line.path("tags").spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.toUnmodifiableSet()),
        form.read(
            line.path("serializer").asInt(),
            text(line, EventLine.TYPE),
            line.path(EventLine.EVENT)));
  }

  private void follow(String id, long number) {
    if (!id.equals(journal)) {
      if (!journals.add(id)) {
        throw new IllegalArgumentException(
            "the journal %s has ended before; its events must stand together".formatted(id));
      }
      journal = id;
      sequenceNumber = 0;
    }
    if (number != ++sequenceNumber) {
      throw new IllegalArgumentException(
          "event %d of %s stands where %d is due".formatted(number, id, sequenceNumber));
    }
  }

  private static ByteString value(JsonNode row) {
    return row.has("base64")
        ? ByteString.fromArray(Base64.getDecoder().decode(text(row, "base64")))
        : ByteString.fromString(text(row, "text"), StandardCharsets.UTF_8);
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException noInstant) {
      throw new IllegalArgumentException("'%s' is no instant".formatted(text), noInstant);
    }
  }

  private static String text(JsonNode line, String field) {
    var value = line.path(field);
    if (!value.isTextual()) {
      throw new IllegalArgumentException("it has no text '%s'".formatted(field));
    }
    return value.textValue();
  }

  @Override
  public void close() {
    lines.close();
  }
}
