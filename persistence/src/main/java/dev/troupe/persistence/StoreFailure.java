package dev.troupe.persistence;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Why a store could not do what it was asked. Each message begins with the failure's name and says
 * what was wrong, where, and what to do. A write that failed so was not acknowledged.
 */
public abstract sealed class StoreFailure extends RuntimeException {

  private static final int CAUSES_AT_MOST = 20;

  private StoreFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Whether what failed may be tried again: the store, in the chain of causes, is away or busy. */
  public static boolean isPassing(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .limit(CAUSES_AT_MOST)
        .anyMatch(cause -> cause instanceof Unavailable || cause instanceof Overloaded);
  }

  /** The disk has no room for the next write. */
  public static final class DiskFull extends StoreFailure {
    public DiskFull(Path directory, @Nullable Throwable cause) {
      super(
          "Store.DiskFull: no space left for the data directory %s; what was acknowledged is safe. Free some space, then start again."
              .formatted(directory),
          cause);
    }
  }

  /** What the disk holds is not what was written to it. */
  public static final class Corrupt extends StoreFailure {
    public Corrupt(Path directory, String what, @Nullable Throwable cause) {
      super(
          "Store.Corrupt: the data directory %s is damaged (%s). Check the disk, restore the directory from a backup, then start again; nothing was changed."
              .formatted(directory, what),
          cause);
    }
  }

  /** A write failed for another reason; the store takes no more until it is opened again. */
  public static final class WriteFailed extends StoreFailure {
    public WriteFailed(Path directory, String what, @Nullable Throwable cause) {
      super(
          "Store.WriteFailed: the data directory %s could not be written (%s); what was acknowledged is safe. Remove the cause, then start again."
              .formatted(directory, what),
          cause);
    }
  }

  /** The directory could not be opened or read, though nothing says that it is damaged. */
  public static final class Unreadable extends StoreFailure {
    public Unreadable(Path directory, String what, @Nullable Throwable cause) {
      super(
          "Store.Unreadable: the data directory %s could not be read (%s). Check that it exists, is a directory and belongs to you."
              .formatted(directory, what),
          cause);
    }
  }

  /** Another engine works on this directory. */
  public static final class DirectoryHeld extends StoreFailure {
    private final long pid;
    private final @Nullable String url;

    public DirectoryHeld(Path directory, long pid, Optional<String> url) {
      super(
          "Store.DirectoryHeld: the data directory %s is held by process %d%s. Use that engine, stop it, or choose another directory."
              .formatted(directory, pid, url.map(" at "::concat).orElse("")),
          null);
      this.pid = pid;
      this.url = url.orElse(null);
    }

    public long pid() {
      return pid;
    }

    /** Where the holder serves its API, if it does. */
    public Optional<String> url() {
      return Optional.ofNullable(url);
    }
  }

  /**
   * More was handed in at once than the store's bounds let wait; nothing of this write was kept.
   */
  public static final class Overloaded extends StoreFailure {
    public Overloaded(Path directory, String bound) {
      super(
          "Store.Overloaded: the store in %s has too much waiting (%s). Try again later, or raise that setting."
              .formatted(directory, bound),
          null);
    }
  }

  /**
   * Another writer of the same journal was first: the number is taken. The entity must recover
   * before it writes again.
   */
  public static final class SequenceTaken extends StoreFailure {
    public SequenceTaken(String persistenceId, long sequenceNumber, long highest) {
      super(
          "Store.SequenceTaken: event %d of %s cannot be written, the journal already ends at %d: two writers were at work. Let the entity recover and try again."
              .formatted(sequenceNumber, persistenceId, highest),
          null);
    }
  }

  /** The store is another process, and it did not answer, or not as it should. */
  public static final class Unavailable extends StoreFailure {
    public Unavailable(String where, String what, @Nullable Throwable cause) {
      super(
          "Store.Unavailable: Cassandra at %s did not do what it was asked (%s). What was acknowledged is safe; see whether it runs and can be reached."
              .formatted(where, what),
          cause);
    }
  }

  /** The store is another process and will not have this node: its name, its rights, its TLS. */
  public static final class Refused extends StoreFailure {
    /**
     * @param what a part of a sentence
     * @param remedy a sentence
     */
    public Refused(String where, String what, String remedy, @Nullable Throwable cause) {
      super(
          "Store.Refused: Cassandra at %s refuses this node: %s. %s".formatted(where, what, remedy),
          cause);
    }
  }

  /** Keyspace or tables are missing: a node makes none. */
  public static final class NoSchema extends StoreFailure {
    public NoSchema(String where, String keyspace, String missing) {
      super(
          "Store.NoSchema: Cassandra at %s has not %s in the keyspace %s. Make it with `troupe schema apply`, or have what `troupe schema print` prints run by whoever may."
              .formatted(where, missing, keyspace),
          null);
    }
  }

  /** An import was killed: what is there is a part of what is to be. */
  public static final class HalfImported extends StoreFailure {
    public HalfImported(String file) {
      super(
          "Store.HalfImported: an import into this store has not come to its end. Run `troupe import %s` again, it goes on where it was; or choose an empty store."
              .formatted(file),
          null);
    }
  }

  public static final class Closed extends StoreFailure {
    public Closed(Path directory) {
      super(
          "Store.Closed: the store in %s is closed. Start the engine again.".formatted(directory),
          null);
    }
  }
}
