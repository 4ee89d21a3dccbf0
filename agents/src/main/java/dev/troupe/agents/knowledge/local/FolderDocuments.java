package dev.troupe.agents.knowledge.local;

import dev.troupe.agents.knowledge.Documents;
import dev.troupe.agents.knowledge.KnowledgeBase.Broken;
import dev.troupe.agents.knowledge.reading.DocumentReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The readable files of a folder and of the folders in it, or one file; hidden ones are not. */
final class FolderDocuments implements Documents {
  private static final int MAX_DEPTH = 64;

  private final Map<String, Path> files = new TreeMap<>();
  private final List<Broken> unreadable = new ArrayList<>();

  private FolderDocuments() {}

  static FolderDocuments at(Path source, long maxBytes) {
    if (!Files.exists(source)) {
      throw new IllegalArgumentException(
          "There is no file or folder " + source + ": give the path of your documents");
    }
    if (Files.isRegularFile(source) && !DocumentReader.reads(source.toString())) {
      throw new IllegalArgumentException(
          source + " is of a type that is not read: give " + DocumentReader.TYPES);
    }
    var documents = new FolderDocuments();
    Visitor visitor;
    try {
      visitor = documents.new Visitor(source, maxBytes);
      Files.walkFileTree(source, EnumSet.of(FileVisitOption.FOLLOW_LINKS), MAX_DEPTH, visitor);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("Cannot read the folder " + source, unreadable);
    }
    visitor.reportOtherTypes();
    return documents;
  }

  @Override
  public List<String> names() {
    return List.copyOf(files.keySet());
  }

  @Override
  public byte[] read(String name) throws IOException {
    Path file = files.get(name);
    if (file == null) {
      throw new IOException("there is no document of this name");
    }
    return Files.readAllBytes(file);
  }

  @Override
  public List<Broken> unreadable() {
    return List.copyOf(unreadable);
  }

  private final class Visitor extends SimpleFileVisitor<Path> {
    private final Path source;
    private final Path root;
    private final long maxBytes;
    private final Map<String, Integer> otherTypes = new TreeMap<>();

    Visitor(Path source, long maxBytes) throws IOException {
      this.source = source;
      this.root = source.toRealPath();
      this.maxBytes = maxBytes;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      boolean hidden = !folder.equals(source) && isHidden(folder);
      return hidden || leadsOut(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    /** A link in a copied folder must not bring in what its sender never had. */
    private boolean leadsOut(Path file) throws IOException {
      boolean out = !file.toRealPath().startsWith(root);
      if (out) {
        unreadable.add(
            new Broken(
                name(file), "is a link that leads out of the folder: copy what it leads to"));
      }
      return out;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      String name = name(file);
      if (isHidden(file) || leadsOut(file)) {
        return FileVisitResult.CONTINUE;
      }
      if (!DocumentReader.reads(name)) {
        otherTypes.merge(DocumentReader.ending(name), 1, Integer::sum);
      } else if (!attributes.isRegularFile()) {
        unreadable.add(new Broken(name, "is no regular file"));
      } else if (attributes.size() > maxBytes) {
        unreadable.add(
            new Broken(
                name,
                "has %,d bytes, at most %,d are read: split it, or raise troupe.knowledge.max-document-bytes"
                    .formatted(attributes.size(), maxBytes)));
      } else {
        files.put(name, file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (file.equals(source)) {
        // Not the same as an empty folder, whose documents are all gone.
        throw failure;
      }
      unreadable.add(new Broken(name(file), reason(failure)));
      return FileVisitResult.CONTINUE;
    }

    private static String reason(IOException failure) {
      return switch (failure) {
        case FileSystemLoopException _ -> "is a link to a folder that it lies in";
        case AccessDeniedException _ -> "cannot be read: no permission";
        case NoSuchFileException _ -> "is a link to nothing";
        default -> "cannot be read: " + failure.getMessage();
      };
    }

    /** One line for all of them: a folder of pictures must not bury what matters. */
    void reportOtherTypes() {
      if (!otherTypes.isEmpty()) {
        String types =
            otherTypes.entrySet().stream()
                .map(type ->
                    (type.getKey().isEmpty() ? "none" : type.getKey()) + " " + type.getValue())
                .collect(Collectors.joining(", "));
        unreadable.add(
            new Broken(
                "other files",
                "are of types that are not read (" + types + "): use " + DocumentReader.TYPES,
                otherTypes.values().stream().mapToInt(Integer::intValue).sum()));
      }
    }

    private String name(Path file) {
      return file.equals(source)
          ? String.valueOf(file.getFileName())
          : source.relativize(file).toString().replace('\\', '/');
    }

    private static boolean isHidden(Path file) {
      return String.valueOf(file.getFileName()).startsWith(".");
    }
  }
}
