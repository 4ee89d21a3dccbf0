package dev.troupe.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.troupe.persistence.Store;
import dev.troupe.persistence.StoredEvent;
import dev.troupe.persistence.Stores;
import dev.troupe.persistence.Table.Order;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** kill -9 of a process that writes: what it was told is there, it finds again. */
class KillTest {

  /** What the killed process had been told, over all its lives. */
  private final Map<String, Long> acknowledgedEvents = new HashMap<>();

  private int acknowledgedRows;

  @ParameterizedTest
  @ValueSource(ints = {1, 500, 3000})
  void every_acknowledged_write_is_there_after_a_kill(int acknowledgements, @TempDir Path directory)
      throws Exception {
    writeUntilKilled(directory, acknowledgements);
    var kit = ActorTestKit.create(ConfigFactory.parseMap(WritingProcess.settings(directory)));
    try {
      var store = Stores.get(kit.system());
      var writeIds = new HashSet<String>();
      for (var number = 0; number < WritingProcess.ENTITIES; number++) {
        checkJournal(store, WritingProcess.entity(number), writeIds);
      }
      checkTable(store);
    } finally {
      kit.shutdownTestKit();
    }
  }

  private void writeUntilKilled(Path directory, int acknowledgements) throws Exception {
    var process = WritingProcess.start(directory);
    try (var lines = process.inputReader()) {
      for (var count = 0; count < acknowledgements; count++) {
        note(lines.readLine());
      }
      WritingProcess.kill(process);
      // What was still on its way to us had been acknowledged, too.
      lines.lines().forEach(this::note);
    }
  }

  private void note(String line) {
    // The kill may have cut the last line short.
    var words = line.split(" ", -1);
    if (line.matches("event entity-[0-9]")) {
      acknowledgedEvents.merge(words[1], (long) WritingProcess.EVENTS_AT_A_TIME, Long::sum);
    } else if (line.matches("row [0-9]+")) {
      acknowledgedRows = Math.max(acknowledgedRows, Integer.parseInt(words[1]));
    }
  }

  private void checkJournal(Store store, String id, Set<String> writeIds) {
    var events = allEvents(store, id);
    assertThat((long) events.size())
        .isGreaterThanOrEqualTo(acknowledgedEvents.getOrDefault(id, 0L));
    assertThat(events)
        .extracting(StoredEvent::sequenceNumber)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, events.size()).boxed().toList());
    var sizes =
        events.stream().collect(Collectors.groupingBy(StoredEvent::writeId, Collectors.counting()));
    assertThat(sizes.values()).allMatch(size -> size == WritingProcess.EVENTS_AT_A_TIME);
    assertThat(sizes.keySet()).allMatch(writeIds::add);
  }

  private static List<StoredEvent> allEvents(Store store, String id) {
    var events = new ArrayList<StoredEvent>();
    while (true) {
      var page = store.events(id, events.size(), 500).toCompletableFuture().join();
      if (page.isEmpty()) {
        return events;
      }
      events.addAll(page);
    }
  }

  private void checkTable(Store store) {
    var rows =
        store
            .table(WritingProcess.TABLE)
            .scan("p", Optional.empty(), 1_000_000, Order.ASCENDING)
            .toCompletableFuture()
            .join();
    assertThat(rows.size()).isEven().isGreaterThanOrEqualTo(2 * acknowledgedRows);
  }
}
