package dev.troupe.persistence;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A data directory that this process holds, alone, until it closes it or dies.
 *
 * <p>The operating system's lock on the file {@code lock} is what counts; its lines, the holder's
 * pid and (once it serves) its URL, only say whom to ask. A killed process leaves the lines but not
 * the lock.
 */
public final class DataDirectory implements AutoCloseable {
  /** Who works on a directory: a process, and its URL if it serves. */
  public record Holder(long pid, Optional<String> url) {}

  private static final String LOCK = "lock";
  private static final int ATTEMPTS = 20;
  private static final long PAUSE_MILLISECONDS = 10;

  /**
   * POSIX drops all locks of a process on a file as soon as that process closes any handle to it.
   * So within this process the file is never opened a second time; this says who holds what.
   */
  private static final Map<Path, DataDirectory> HELD_HERE = new ConcurrentHashMap<>();

  private final Path path;
  private final FileChannel channel;
  private final FileLock lock;
  private volatile Holder holder;

  private DataDirectory(Path path, FileChannel channel, FileLock lock) {
    this.path = path;
    this.channel = channel;
    this.lock = lock;
    this.holder = new Holder(ProcessHandle.current().pid(), Optional.empty());
  }

  /**
   * Takes the directory, making it (for its owner only) if it is missing.
   *
   * @throws StoreFailure.DirectoryHeld if another engine holds it
   * @throws StoreFailure.Unreadable if it cannot be made or locked
   */
  public static synchronized DataDirectory open(Path directory) {
    try {
      var path = create(directory);
      var here = HELD_HERE.get(path);
      if (here != null) {
        throw new StoreFailure.DirectoryHeld(path, here.holder.pid(), here.holder.url());
      }
      var taken = take(path);
      taken.write(taken.holder);
      HELD_HERE.put(path, taken);
      return taken;
    } catch (IOException | InterruptedException unusable) {
      throw new StoreFailure.Unreadable(directory, unusable.toString(), unusable);
    }
  }

  private static Path create(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      var parent = directory.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      createForOwner(directory);
    }
    return directory.toRealPath();
  }

  private static void createForOwner(Path directory) throws IOException {
    try {
      Files.createDirectory(directory, OwnerPermissions.ofFolder(directory));
    } catch (FileAlreadyExistsException madeMeanwhile) {
      if (!Files.isDirectory(directory)) {
        throw madeMeanwhile;
      }
    }
  }

  /** A process that asks who the holder is locks the file for a moment; hence several attempts. */
  private static DataDirectory take(Path path) throws IOException, InterruptedException {
    var channel =
        FileChannel.open(
            path.resolve(LOCK),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
      var lock = channel.tryLock();
      if (lock != null) {
        return new DataDirectory(path, channel, lock);
      }
      Thread.sleep(PAUSE_MILLISECONDS);
    }
    var other = read(channel);
    channel.close();
    throw new StoreFailure.DirectoryHeld(path, other.pid(), other.url());
  }

  /** Who holds the directory now; empty if nobody does, or there is no such directory. */
  public static synchronized Optional<Holder> holder(Path directory) {
    var file = directory.resolve(LOCK);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      var here = HELD_HERE.get(directory.toRealPath());
      return here != null ? Optional.of(here.holder) : holderElsewhere(file);
    } catch (IOException unreadable) {
      throw new StoreFailure.Unreadable(directory, unreadable.toString(), unreadable);
    }
  }

  private static Optional<Holder> holderElsewhere(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ);
        var lock = tryShared(channel)) {
      return lock != null ? Optional.empty() : Optional.of(read(channel));
    }
  }

  private static @Nullable FileLock tryShared(FileChannel channel) throws IOException {
    return channel.tryLock(0, Long.MAX_VALUE, true);
  }

  private static Holder read(FileChannel channel) throws IOException {
    var bytes = ByteBuffer.allocate((int) Math.min(channel.size(), 4096));
    channel.read(bytes, 0);
    var lines = new String(bytes.array(), 0, bytes.position(), UTF_8).lines().toList();
    // Between taking the lock and writing the pid there is a moment with neither line.
    var pid = lines.isEmpty() ? 0 : Long.parseLong(lines.getFirst().strip());
    return new Holder(pid, lines.stream().skip(1).findFirst());
  }

  /** Tells other processes where this one serves its API. */
  public void announce(String url) {
    try {
      write(new Holder(holder.pid(), Optional.of(url)));
    } catch (IOException unwritable) {
      throw new StoreFailure.WriteFailed(path, unwritable.toString(), unwritable);
    }
  }

  private void write(Holder now) throws IOException {
    var text = now.pid() + "\n" + now.url().map(url -> url + "\n").orElse("");
    var bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
    var size = bytes.remaining();
    channel.write(bytes, 0);
    channel.truncate(size);
    holder = now;
  }

  /** The directory itself, with symbolic links resolved. */
  public Path path() {
    return path;
  }

  @Override
  public void close() {
    synchronized (DataDirectory.class) {
      HELD_HERE.remove(path, this);
      try {
        lock.release();
        channel.close();
      } catch (IOException unusable) {
        throw new StoreFailure.Unreadable(path, unusable.toString(), unusable);
      }
    }
  }
}
