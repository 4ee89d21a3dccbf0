package dev.troupe.agents.knowledge.local;

import dev.troupe.agents.knowledge.Documents;
import dev.troupe.agents.knowledge.KnowledgeBase.AddProgress;
import dev.troupe.agents.knowledge.KnowledgeBase.AddReport;
import dev.troupe.agents.knowledge.KnowledgeLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** The project's own documents: what a question is answered from when nobody gave a folder. */
public final class BuiltInKnowledge implements Documents {
  public static final String COLLECTION = "built-in";

  private static final String FOLDER = "/knowledge/";

  /** A class path cannot be listed, so a file does. */
  private static final String LIST = "index.txt";

  private final List<String> names;

  public BuiltInKnowledge() {
    try {
      this.names =
          new String(read(LIST), StandardCharsets.UTF_8)
              .lines()
              .map(String::strip)
              .filter(name -> !name.isEmpty())
              .sorted()
              .toList();
    } catch (IOException missing) {
      throw new UncheckedIOException("The built-in documents are not in the program", missing);
    }
  }

  /** Brings the collection in line with this version of the program. */
  public static AddReport addTo(
      KnowledgeLibrary library, String tenant, Consumer<AddProgress> progress) {
    return library.add(tenant, COLLECTION, new BuiltInKnowledge(), true, progress);
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public byte[] read(String name) throws IOException {
    try (InputStream document = BuiltInKnowledge.class.getResourceAsStream(FOLDER + name)) {
      if (document == null) {
        throw new IOException(FOLDER + name + " is missing on the class path");
      }
      return document.readAllBytes();
    }
  }
}
