package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.knowledge.local.BuiltInKnowledge;
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

  private final ApiClient client;
  private final Streams streams;
  private final boolean quiet;
  private final Instant began = Instant.now();
  private Duration silence = Duration.ZERO;

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
    if (!quiet && report.path("added").asInt() + report.path("removed").asInt() > 0) {
      streams.say(summary(report));
    }
    return collection;
  }

  /** The documents that come with the program, embedded once for each version of it. */
  void addBuiltIn() {
    silence = PATIENCE;
    JsonNode report = add(BuiltInKnowledge.COLLECTION, EdgeJson.object());
    if (!quiet && report.path("added").asInt() > 0) {
      streams.say("the project's own " + summary(report));
    }
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
            throw new CommandFailure(Exit.FAILED, line.path("error").asText());
          }
          if (line.has("report")) {
            report.set(line.path("report"));
          } else {
            progress(line);
          }
        });
    report
        .get()
        .path("broken")
        .forEach(broken ->
            streams.say(
                "skipped "
                    + broken.path("document").asText()
                    + ": "
                    + broken.path("reason").asText()));
    return report.get();
  }

  static String summary(JsonNode report) {
    return "documents: %d added, %d unchanged, %d removed; %d passages"
        .formatted(
            report.path("added").asInt(),
            report.path("unchanged").asInt(),
            report.path("removed").asInt(),
            report.path("passages").asInt());
  }

  private void progress(JsonNode line) {
    if (!quiet && Duration.between(began, Instant.now()).compareTo(silence) >= 0) {
      String text =
          "  %d/%d %s"
              .formatted(
                  line.path("done").asInt(),
                  line.path("total").asInt(),
                  line.path("document").asText());
      streams.err().println(Texts.oneLine(text, 200));
    }
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
