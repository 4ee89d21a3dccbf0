package dev.troupe.persistence;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * What a file or folder is made with that nobody but its owner can read: it holds what people
 * asked. Nothing where the file system has no such permissions.
 */
public final class OwnerPermissions {
  private OwnerPermissions() {}

  public static FileAttribute<?>[] ofFolder(Path folder) {
    return of(folder, "rwx------");
  }

  public static FileAttribute<?>[] ofFile(Path file) {
    return of(file, "rw-------");
  }

  private static FileAttribute<?>[] of(Path path, String permissions) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
