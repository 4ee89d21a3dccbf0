package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.knowledge.local.BuiltInKnowledge;
import dev.troupe.agents.knowledge.reading.DocumentReader;
import dev.troupe.http.EdgeJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** Brings a collection in line with a folder, and says how far it is. */
final class KnowledgeAdding {
  /** On the way to something else, work that is done within this time is not worth a word. */
  private static final Duration PATIENCE = Duration.ofMillis(700);

  private static final Duration BETWEEN_WORDS = Duration.ofSeconds(2);

  private final ApiClient client;
  private final Streams streams;
  private final boolean quiet;
  private final Instant began = Instant.now();
  private Duration silence = Duration.ZERO;
  private Instant lastWord = began;

  KnowledgeAdding(ApiClient client, Streams streams, boolean quiet) {
    this.client = client;
    this.streams = streams;
    this.quiet = quiet;
  }

  /** The folder's own collection, always the same for the same place, as it is now. */
  String addFolder(Path folder) {
    silence = PATIENCE;
    Path real = existing(folder);
    String collection = collectionOf(real);
    JsonNode report = add(collection, real, true);
    if (report.path("passages").asInt() == 0) {
      throw new CommandFailure(
          Exit.USAGE, folder + " holds no document that can be read; give " + DocumentReader.TYPES);
    }
    if (!quiet && hasNews(report)) {
      streams.say(summary(report));
    }
    return collection;
  }

  /** The documents that come with the program, embedded once for each version of it. */
  void addBuiltIn() {
    silence = PATIENCE;
    JsonNode report = add(BuiltInKnowledge.COLLECTION, EdgeJson.object());
    if (!quiet && hasNews(report)) {
      streams.say("the project's own " + summary(report));
    }
  }

  private static boolean hasNews(JsonNode report) {
    return report.path("added").asInt()
            + report.path("changed").asInt()
            + report.path("removed").asInt()
        > 0;
  }

  /** The report; broken files are named on the way. */
  JsonNode add(String collection, Path source, boolean prune) {
    return add(
        collection, EdgeJson.object().put("path", existing(source).toString()).put("prune", prune));
  }

  private JsonNode add(String collection, JsonNode body) {
    var report = new AtomicReference<JsonNode>(EdgeJson.object());
    String path = "/v1/knowledge/" + ApiClient.encode(collection);
    client.lines(
        ApiClient.json(path, body, Map.of()),
        line -> {
          if (line.has("error")) {
            Exit exit = line.path("refused").asBoolean() ? Exit.USAGE : Exit.FAILED;
            throw new CommandFailure(exit, line.path("error").asText());
          }
          if (line.has("report")) {
            report.set(line.path("report"));
          } else {
            progress(line);
          }
        });
    nameSkipped(report.get().path("broken"));
    return report.get();
  }

  private void nameSkipped(JsonNode skipped) {
    if (quiet && !skipped.isEmpty()) {
      streams.say(
          Texts.count(skipped(skipped), "file")
              + " skipped; without --quiet each is named, with why");
      return;
    }
    skipped.forEach(one ->
        streams.say(
            "skipped " + one.path("document").asText() + ": " + one.path("reason").asText()));
  }

  private static int skipped(JsonNode broken) {
    int files = 0;
    for (JsonNode one : broken) {
      files += one.path("files").asInt(1);
    }
    return files;
  }

  static String summary(JsonNode report) {
    return "documents: %d added, %d changed, %d unchanged, %d removed, %d skipped; %d passages"
        .formatted(
            report.path("added").asInt(),
            report.path("changed").asInt(),
            report.path("unchanged").asInt(),
            report.path("removed").asInt(),
            skipped(report.path("broken")),
            report.path("passages").asInt());
  }

  private void progress(JsonNode line) {
    if (quiet || Duration.between(began, Instant.now()).compareTo(silence) < 0) {
      return;
    }
    String document = line.path("document").asText();
    if (line.has("embedded")) {
      underWay(document, line.path("embedded").asInt(), line.path("passages").asInt());
    } else {
      say("%d/%d %s".formatted(line.path("done").asInt(), line.path("total").asInt(), document));
    }
  }

  /** Within a large document: often enough to see that it moves, not so often that it floods. */
  private void underWay(String document, int embedded, int passages) {
    Instant now = Instant.now();
    if (Duration.between(lastWord, now).compareTo(BETWEEN_WORDS) >= 0) {
      say("%s: %d of %d passages".formatted(document, embedded, passages));
    }
  }

  private void say(String text) {
    lastWord = Instant.now();
    streams.err().println("  " + Texts.oneLine(text, 200));
  }

  private static Path existing(Path source) {
    try {
      return source.toRealPath();
    } catch (IOException e) {
      throw new CommandFailure(
          Exit.USAGE, source + " does not exist or cannot be read; name a file or a folder", e);
    }
  }

  static String collectionOf(Path real) {
    Path last = Files.isDirectory(real) ? real.getFileName() : real;
    String name = last == null ? "root" : String.valueOf(last.getFileName());
    String slug = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String trimmed = slug.replaceAll("^-+|-+$", "");
    return "dir-"
        + (trimmed.isEmpty() ? "" : trimmed.substring(0, Math.min(12, trimmed.length())) + "-")
        + hash(real.toString()).substring(0, 10);
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
