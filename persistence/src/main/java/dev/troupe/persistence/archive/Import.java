package dev.troupe.persistence.archive;

import dev.troupe.persistence.Store;
import dev.troupe.persistence.Stores;
import dev.troupe.persistence.WakeUpIndex;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Brings an archive into an empty store, by Pekko's own journal plugin: so events get their tags,
 * and read models are made from them as ever. The file is read to its end before anything is
 * written. An import that was killed leaves a row that says so, and goes on when it is begun again.
 */
public final class Import {

  /** What was brought in. */
  public record Imported(long journals, long events, long rows, long wakeUps) {}

  private final ActorSystem<?> system;
  private final Path file;
  private final Store store;
  private final EventForm form;

  private Import(ActorSystem<?> system, Path file) {
    this.system = system;
    this.file = file;
    this.store = Stores.get(system);
    this.form = new EventForm(system);
  }

  /**
   * Works until all is durable.
   *
   * @param system that works with the store alone: no entity, no projection
   * @param begun is called when the file is found sound and the first is about to be written
   * @throws ArchiveFault if the file is not sound; the store is as it was
   * @throws NotEmpty if the store has something else; it is as it was
   * @throws dev.troupe.persistence.StoreFailure if the store fails; to be begun again
   */
  public static Imported run(ActorSystem<?> system, Path file, Instant now, Runnable begun) {
    return new Import(system, file).run(now, begun);
  }

  private Imported run(Instant now, Runnable begun) {
    var archive = check();
    var half = new HalfImport(store);
    get(half.found())
        .ifPresentOrElse(
            other -> {
              if (!other.path("archive").asText().equals(archive)) {
                throw new NotEmpty(
                    "an import of another file, %s, has begun in this store and not ended; import that one to its end, or choose an empty store"
                        .formatted(other.path("file").asText()));
              }
            },
            this::requireEmpty);
    get(half.begin(archive, file.toString()));
    begun.run();
    var imported = write(now);
    get(half.end());
    return imported;
  }

  private String check() {
    try (var reader = new ArchiveReader(file, form)) {
      while (reader.next().isPresent()) {
        // Read on.
      }
      return reader.archive();
    }
  }

  private void requireEmpty() {
    var nodes = get(store.presence().seen());
    if (!nodes.isEmpty()) {
      throw new NotEmpty(
          "nodes work with this store: %s; stop them first (one that was killed is forgotten after 10 s)"
              .formatted(String.join(", ", nodes)));
    }
    var journals = get(store.persistenceIds("", "", 1));
    if (!journals.isEmpty()) {
      throw notEmpty("the journal " + journals.getFirst());
    }
    var rows = get(store.partitions());
    if (!rows.isEmpty()) {
      throw notEmpty("rows of the table " + rows.getFirst().table());
    }
    for (var slice = 0; slice < WakeUpIndex.SLICES; slice++) {
      var due = get(store.wakeUps().due(slice, Optional.empty(), Instant.MAX, 1));
      if (!due.isEmpty()) {
        throw notEmpty("a wake-up of the task " + due.getFirst().taskKey());
      }
    }
  }

  private static NotEmpty notEmpty(String what) {
    return new NotEmpty(
        "the store is not empty, it has %s; choose an empty data directory (--data) or keyspace (troupe.cassandra.keyspace)"
            .formatted(what));
  }

  private Imported write(Instant now) {
    try (var reader = new ArchiveReader(file, form)) {
      var writer = new ImportWriter(system, store, now);
      for (var item = reader.next(); item.isPresent(); item = reader.next()) {
        writer.write(item.get(), reader.bytes());
      }
      return writer.end();
    }
  }

  private static <T> T get(CompletionStage<T> stage) {
    return ImportWriter.get(stage);
  }
}
