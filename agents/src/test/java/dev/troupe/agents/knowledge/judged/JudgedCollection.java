package dev.troupe.agents.knowledge.judged;

import dev.troupe.agents.knowledge.Documents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Documents, queries and how well each document answers each query, in the SMART system's format,
 * which Cranfield, CISI and MED come in. A folder with three files:
 *
 * <ul>
 *   <li>{@code *.all*}: documents; {@code .I id}, then {@code .T} title, {@code .W} text and others
 *   <li>{@code *.qry*}: queries; {@code .I}, {@code .W} text; they count from 1 in their order
 *       (Cranfield's own ids have gaps, its judgements do not)
 *   <li>{@code *qrel*} or {@code *.rel}: lines of query, document, degree; or query, 0, document,
 *       degree. Cranfield's degrees are 1 (a complete answer) to 4 (of minimum interest), others
 *       have only 1
 * </ul>
 */
record JudgedCollection(
    Map<String, String> documents, List<String> queries, Map<Integer, Map<String, Integer>> gains) {

  static JudgedCollection in(Path folder) throws IOException {
    Map<String, String> documents = new LinkedHashMap<>();
    for (Map<String, String> record : records(file(folder, ".*\\.all.*"))) {
      String title = oneLine(record.getOrDefault(".T", ""));
      documents.put(
          record.getOrDefault(".I", "") + ".md",
          (title.isEmpty() ? "" : "# " + title + "\n\n") + record.getOrDefault(".W", ""));
    }
    List<String> queries = new ArrayList<>();
    for (Map<String, String> record : records(file(folder, ".*\\.qry.*"))) {
      queries.add(oneLine(record.getOrDefault(".W", "")));
    }
    return new JudgedCollection(documents, queries, gains(file(folder, ".*(qrel.*|\\.rel)")));
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  private static Path file(Path folder, String pattern) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(
              file -> String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).matches(pattern))
          .findFirst()
          .orElseThrow(() -> new IOException(folder + " holds no file like " + pattern));
    }
  }

  private static List<Map<String, String>> records(Path file) throws IOException {
    List<Map<String, String>> records = new ArrayList<>();
    Map<String, String> record = new HashMap<>();
    String field = "";
    for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
      if (line.startsWith(".I ")) {
        record = new HashMap<>(Map.of(".I", line.substring(3).strip()));
        records.add(record);
      } else if (line.matches("\\.[A-Z] *")) {
        field = line.strip();
      } else {
        record.merge(field, line.strip() + "\n", String::concat);
      }
    }
    return records;
  }

  private static Map<Integer, Map<String, Integer>> gains(Path file) throws IOException {
    Map<Integer, Map<String, Integer>> gains = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      List<String> parts = List.of(line.strip().split("\\s+", -1));
      if (parts.size() >= 3) {
        boolean trec = parts.size() == 4;
        int query = Integer.parseInt(parts.getFirst());
        int degree = Integer.parseInt(parts.get(trec ? 3 : 2));
        gains
            .computeIfAbsent(query, _ -> new HashMap<>())
            .put(parts.get(trec ? 2 : 1) + ".md", degree < 1 ? 0 : 5 - degree);
      }
    }
    return gains;
  }

  /** Gains of one query, counted from 0, by document. */
  Map<String, Integer> gainsOf(int query) {
    @Nullable Map<String, Integer> judged = gains.get(query + 1);
    return judged == null ? Map.of() : judged;
  }

  Documents asDocuments() {
    return new Documents() {
      @Override
      public List<String> names() {
        return List.copyOf(documents.keySet());
      }

      @Override
      public byte[] read(String name) {
        return documents.getOrDefault(name, "").getBytes(StandardCharsets.UTF_8);
      }
    };
  }
}
