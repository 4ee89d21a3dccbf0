package dev.troupe.persistence.archive;

import static dev.troupe.persistence.archive.ImportContract.get;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.persistence.Json;
import dev.troupe.persistence.Store;
import dev.troupe.persistence.Table.Order;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.persistence.query.PersistenceQuery;
import org.apache.pekko.persistence.query.javadsl.CurrentEventsByTagQuery;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/** Archives as tests look at them. */
final class Archived {
  private Archived() {}

  /** All of a store, and a wake-up. */
  static Source<ArchiveItem, NotUsed> items(Store store) {
    var items = new ArrayList<ArchiveItem>();
    for (var id : get(store.persistenceIds("", "", 100))) {
      get(store.events(id, 0, 1_000)).forEach(stored -> items.add(new ArchiveItem.Event(stored)));
    }
    for (var place : get(store.partitions())) {
      get(store
              .table(place.table())
              .scan(place.partition(), Optional.empty(), 100, Order.ASCENDING))
          .forEach(row -> items.add(new ArchiveItem.Row(place, row)));
    }
    items.add(new ArchiveItem.WakeUp("default/task"));
    return Source.from(items);
  }

  /**
   * The lines between the first and the last, without what is each store's own: when it has written
   * an event, and the name of the write, which becomes the number of its first event.
   */
  static List<ObjectNode> content(Path file) {
    var lines = lines(file);
    var content = new ArrayList<ObjectNode>();
    var write = "";
    var first = 0L;
    for (var line : lines.subList(1, lines.size() - 1)) {
      var node = (ObjectNode) Json.parse(line);
      if (node.has(EventLine.WRITE)) {
        var number = node.path(EventLine.NUMBER).longValue();
        if (number == 1 || !node.path(EventLine.WRITE).asText().equals(write)) {
          write = node.path(EventLine.WRITE).asText();
          first = number;
        }
        node.put(EventLine.WRITE, first).remove(EventLine.AT);
      }
      content.add(node);
    }
    return content;
  }

  static String id(Path file) {
    return Json.parse(lines(file).getFirst()).path("archive").asText();
  }

  /** How many events have the tag, once they can be seen. */
  static int tagged(ActorSystem<?> system, String tag) {
    var kind = system.settings().config().getString("troupe.store.kind");
    var query =
        PersistenceQuery.get(system)
            .getReadJournalFor(CurrentEventsByTagQuery.class, "troupe." + kind + ".query");
    return get(query.currentEventsByTag(tag, Offset.noOffset()).runWith(Sink.seq(), system)).size();
  }

  static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
