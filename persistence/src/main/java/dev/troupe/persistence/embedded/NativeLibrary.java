package dev.troupe.persistence.embedded;

import java.io.IOException;
import java.net.JarURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/**
 * Loads RocksDB's native code from a copy kept beside the data: the library's own loader unpacks 15
 * MB at every start, which alone takes a third of the time that a start may take.
 */
final class NativeLibrary {
  private static final String RESOURCE = Environment.getJniLibraryFileName("rocksdb");

  /** RocksDB looks for another name in a directory than in its jar. */
  private static final String FILE = Environment.getJniLibraryFileName("rocksdbjni");

  private NativeLibrary() {}

  static void load(Path cache) {
    try {
      RocksDB.loadLibrary(List.of(unpacked(cache).toString()));
    } catch (IOException | UnsatisfiedLinkError notThisWay) {
      // Another platform's name, a file system that forbids executing: its own loader knows more.
      RocksDB.loadLibrary();
    }
  }

  private static Path unpacked(Path cache) throws IOException {
    var resource = RocksDB.class.getClassLoader().getResource(RESOURCE);
    if (resource == null || !(resource.openConnection() instanceof JarURLConnection jar)) {
      throw new IOException("No " + RESOURCE + " in RocksDB's jar");
    }
    var entry = jar.getJarEntry();
    // The checksum names the version; the size tells a copy that was cut short.
    var directory = cache.resolve(Long.toHexString(entry.getCrc()));
    var library = directory.resolve(FILE);
    if (!Files.exists(library) || Files.size(library) != entry.getSize()) {
      Files.createDirectories(directory);
      var partial = Files.createTempFile(directory, "unpack", ".tmp");
      try (var content = jar.getInputStream()) {
        Files.copy(content, partial, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.move(partial, library, StandardCopyOption.ATOMIC_MOVE);
    }
    return directory;
  }
}
