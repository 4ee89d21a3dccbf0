package dev.troupe.persistence.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.persistence.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * An archive's text: a JSON document a line. The first says what the file is, the last how much it
 * holds and the SHA-256 of all before it; a file without that one was cut off.
 */
public final class ArchiveLines {
  /** Of the file; a release reads its own and refuses others. */
  static final int FORMAT = 1;

  /** What only an archive's first and last line have; its value tells which of them it is. */
  static final String FIELD = "troupe";

  static final String HEAD = "export";
  static final String END = "export-end";

  private final EventForm form;
  private final Tally tally = new Tally();

  private ArchiveLines(EventForm form) {
    this.form = form;
  }

  /**
   * The whole text, in UTF-8, as it is asked for.
   *
   * @param of what was asked for, for people
   */
  public static Source<ByteString, NotUsed> of(
      ClassicActorSystemProvider system,
      JsonNode of,
      Instant now,
      Source<ArchiveItem, NotUsed> items) {
    return Source.lazySource(() -> new ArchiveLines(new EventForm(system)).text(of, now, items))
        .mapMaterializedValue(_ -> NotUsed.getInstance());
  }

  /** Whether it is the last line of a complete archive. */
  public static boolean isEnd(String line) {
    return line.startsWith("{\"%s\":\"%s\"".formatted(FIELD, END));
  }

  private Source<ByteString, NotUsed> text(
      JsonNode of, Instant now, Source<ArchiveItem, NotUsed> items) {
    var head =
        object()
            .put(FIELD, HEAD)
            .put("format", FORMAT)
            .put("archive", UUID.randomUUID().toString())
            .put("at", now.toString())
            .set("of", of);
    return Source.<JsonNode>single(head)
        .concatLazy(items.map(this::line))
        .map(this::counted)
        .concatLazy(Source.lazySingle(() -> text(end())));
  }

  private ObjectNode line(ArchiveItem item) {
    tally.add(item);
    return switch (item) {
      case ArchiveItem.Event(var stored) -> {
        var line = EventLine.add(stored, object());
        line.put("serializer", form.serializer(stored.event()));
        if (!stored.tags().isEmpty()) {
          var tags = line.putArray("tags");
          stored.tags().stream().sorted().forEach(tags::add);
        }
        yield line;
      }
      case ArchiveItem.Row(var place, var row) ->
          value(
              object()
                  .put("table", place.table())
                  .put("partition", place.partition())
                  .put("key", row.key()),
              row.value());
      case ArchiveItem.WakeUp(var taskKey) -> object().put("wakeUp", taskKey);
    };
  }

  /** What people can read stays so. */
  private static ObjectNode value(ObjectNode row, ByteString value) {
    var text = value.utf8String();
    return value.equals(ByteString.fromString(text, StandardCharsets.UTF_8))
        ? row.put("text", text)
        : row.put("base64", Base64.getEncoder().encodeToString(value.toArray()));
  }

  private ByteString counted(JsonNode line) {
    var text = text(line);
    tally.digest(text.toArrayUnsafe());
    return text;
  }

  private JsonNode end() {
    return tally.addTo(object().put(FIELD, END));
  }

  private static ByteString text(JsonNode line) {
    return ByteString.fromString(Json.write(line) + "\n", StandardCharsets.UTF_8);
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
