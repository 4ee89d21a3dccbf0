package dev.troupe.supervisor.view;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Json;
import dev.troupe.persistence.archive.ArchiveItem;
import dev.troupe.persistence.archive.ArchiveLines;
import dev.troupe.supervisor.task.TaskId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.stream.javadsl.FileIO;
import org.apache.pekko.stream.javadsl.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of tasks that were removed, a file each. A file has its name only when it is complete
 * and on the disk, and only its owner can read it.
 */
final class ArchiveFolder {
  private static final DateTimeFormatter END =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

  private static final Logger LOG = LoggerFactory.getLogger(ArchiveFolder.class);
  private static final Duration LEFT_AFTER = Duration.ofHours(1);

  private final ActorSystem<?> system;
  private final Path folder;
  private final Executor blocking;

  ArchiveFolder(ActorSystem<?> system, Path folder) {
    this.system = system;
    this.folder = folder;
    this.blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
  }

  /** Of one with the same key, later, the end is another. */
  Path file(TaskId id, Instant endedAt) {
    return folder
        .resolve(id.tenant())
        .resolve("%s.%s.ndjson".formatted(id.id(), END.format(endedAt)));
  }

  private Path folderOf(TaskId id) {
    return folder.resolve(id.tenant());
  }

  /**
   * Durable when the stage completes. What is there already stays: it was complete, and another
   * look may have begun to remove the task.
   */
  CompletionStage<Void> write(
      TaskId id, Instant endedAt, Instant now, Source<ArchiveItem, NotUsed> items) {
    var file = file(id, endedAt);
    return CompletableFuture.supplyAsync(() -> isThere(file, folderOf(id)), blocking)
        .thenCompose(isThere ->
            isThere
                ? CompletableFuture.completedStage(null)
                : write(file, folderOf(id), Json.toTree(Map.of("task", id.id())), now, items));
  }

  /** Two looks may write at once, where the daemon moves. */
  private CompletionStage<Void> write(
      Path file, Path folder, JsonNode of, Instant now, Source<ArchiveItem, NotUsed> items) {
    var unfinished =
        folder.resolve("%s.%s.unfinished".formatted(file.getFileName(), UUID.randomUUID()));
    return CompletableFuture.runAsync(() -> OwnersFiles.createFile(unfinished), blocking)
        .thenCompose(
            _ -> ArchiveLines.of(system, of, now, items).runWith(FileIO.toPath(unfinished), system))
        .thenAcceptAsync(_ -> finish(unfinished, file, folder), blocking)
        .whenCompleteAsync(
            (_, failure) -> {
              if (failure != null) {
                OwnersFiles.delete(unfinished);
              }
            },
            blocking);
  }

  /**
   * That a file is there does not say that its name is on the disk: a kill may have been between.
   */
  private static boolean isThere(Path file, Path folder) {
    try {
      OwnersFiles.createFolder(folder);
      var isThere = Files.exists(file);
      if (isThere) {
        OwnersFiles.syncFolder(folder);
      }
      return isThere;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void finish(Path unfinished, Path file, Path folder) {
    try {
      OwnersFiles.syncFile(unfinished);
      if (Files.exists(file)) {
        Files.delete(unfinished);
      } else {
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      }
      OwnersFiles.syncFolder(folder);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** What a kill has left of a tenant's, long enough ago that nobody writes it any more. */
  CompletionStage<Void> sweep(String tenant, Instant now) {
    return CompletableFuture.runAsync(() -> sweep(folder.resolve(tenant), now), blocking);
  }

  private static void sweep(Path of, Instant now) {
    if (!Files.isDirectory(of)) {
      return;
    }
    try (var unfinished = Files.newDirectoryStream(of, "*.unfinished")) {
      for (var file : unfinished) {
        if (Files.getLastModifiedTime(file).toInstant().plus(LEFT_AFTER).isBefore(now)) {
          OwnersFiles.delete(file);
        }
      }
    } catch (IOException | DirectoryIteratorException failure) {
      LOG.warn("Unfinished files stay in {} for now", of, failure);
    }
  }
}
