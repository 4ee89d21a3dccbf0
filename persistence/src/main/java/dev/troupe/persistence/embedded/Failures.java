package dev.troupe.persistence.embedded;

import dev.troupe.persistence.StoreFailure;
import java.nio.file.Path;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** Tells what an error of RocksDB means for whoever has to act on it. */
record Failures(Path directory) {

  StoreFailure onWrite(Throwable error) {
    if (error instanceof StoreFailure known) {
      return known;
    }
    if (isDiskFull(error)) {
      return new StoreFailure.DiskFull(directory, error);
    }
    if (isCorrupt(error)) {
      return new StoreFailure.Corrupt(directory, message(error), error);
    }
    return new StoreFailure.WriteFailed(directory, message(error), error);
  }

  StoreFailure onRead(Throwable error) {
    if (error instanceof StoreFailure known) {
      return known;
    }
    if (isCorrupt(error)) {
      return new StoreFailure.Corrupt(directory, message(error), error);
    }
    return isDiskFull(error)
        ? new StoreFailure.DiskFull(directory, error)
        : new StoreFailure.Unreadable(directory, message(error), error);
  }

  StoreFailure corrupt(String what) {
    return new StoreFailure.Corrupt(directory, what, null);
  }

  private static boolean isDiskFull(Throwable error) {
    return hasSubCode(error, Status.SubCode.NoSpace)
        || message(error).contains("No space left on device");
  }

  private static boolean isCorrupt(Throwable error) {
    return hasCode(error, Status.Code.Corruption) || message(error).startsWith("Corruption");
  }

  private static boolean hasCode(Throwable error, Status.Code code) {
    return error instanceof RocksDBException rocks
        && rocks.getStatus() != null
        && rocks.getStatus().getCode() == code;
  }

  private static boolean hasSubCode(Throwable error, Status.SubCode code) {
    return error instanceof RocksDBException rocks
        && rocks.getStatus() != null
        && rocks.getStatus().getSubCode() == code;
  }

  private static String message(Throwable error) {
    return error.getMessage() == null ? error.toString() : error.getMessage();
  }
}
