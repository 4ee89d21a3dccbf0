package dev.troupe.persistence.embedded;

import java.io.IOException;
import java.net.JarURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/**
 * Loads RocksDB's native code from a copy that is kept: the library's own loader unpacks 15 MB at
 * every start, which alone takes a third of the time that a start may take. The copy is the
 * program's own, in the folder that the system property {@code troupe.native} names, or stands
 * beside the data.
 */
final class NativeLibrary {
  private static final String OF_PROGRAM = "troupe.native";
  private static final String RESOURCE = Environment.getJniLibraryFileName("rocksdb");

  /** RocksDB looks for another name in a directory than in its jar. */
  private static final String FILE = Environment.getJniLibraryFileName("rocksdbjni");

  private NativeLibrary() {}

  static void load(Path cache) {
    if (isLoadedFrom(ofProgram()) || isLoadedFrom(cache)) {
      return;
    }
    // Another platform's name, a file system that forbids executing: its own loader knows more.
    RocksDB.loadLibrary();
  }

  /** On a thread of its own, where the program has a copy: nothing of the data is touched. */
  static void loadAhead() {
    Path program = ofProgram();
    if (program != null) {
      var _ =
          Thread.ofPlatform()
              .daemon()
              .name("troupe-native-library")
              .start(() -> isLoadedFrom(program));
    }
  }

  private static @Nullable Path ofProgram() {
    String folder = System.getProperty(OF_PROGRAM, "");
    return folder.isEmpty() || !Files.isDirectory(Path.of(folder)) ? null : Path.of(folder);
  }

  private static boolean isLoadedFrom(@Nullable Path cache) {
    if (cache == null) {
      return false;
    }
    try {
      RocksDB.loadLibrary(List.of(unpacked(cache).toString()));
      return true;
    } catch (IOException | UnsatisfiedLinkError notThisWay) {
      return false;
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
