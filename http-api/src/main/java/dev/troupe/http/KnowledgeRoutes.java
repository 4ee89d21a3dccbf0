package dev.troupe.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.knowledge.KnowledgeBase;
import dev.troupe.agents.knowledge.KnowledgeLibrary;
import dev.troupe.agents.knowledge.KnowledgeLibrary.Mode;
import dev.troupe.agents.knowledge.KnowledgeLibrary.SearchRequest;
import dev.troupe.agents.knowledge.local.BuiltInKnowledge;
import dev.troupe.http.KnowledgeAddStream.Adding;
import dev.troupe.supervisor.SubmitReply.Fault;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** {@code /v1/knowledge}: collections, what they hold, and what in them fits a query. */
final class KnowledgeRoutes implements Routes {
  private final KnowledgeLibrary knowledge;
  private final Executor blocking;
  private final HttpSettings settings;

  /**
   * @param blocking virtual threads: calls of a knowledge base block
   */
  KnowledgeRoutes(KnowledgeLibrary knowledge, Executor blocking, HttpSettings settings) {
    this.knowledge = knowledge;
    this.blocking = blocking;
    this.settings = settings;
  }

  @Override
  public @Nullable CompletionStage<HttpResponse> handle(Call call) {
    var path = call.path();
    if (path.size() < 2 || !path.get(1).equals("knowledge") || path.size() > 3) {
      return null;
    }
    if (path.size() == 3 && !call.method().equals("GET")) {
      return add(call, path.get(2));
    }
    if (!call.method().equals("GET")) {
      throw Routes.wrongMethod(call, "GET");
    }
    if (path.size() == 2) {
      Parameters.allow(call);
      return CompletableFuture.supplyAsync(this::list, blocking);
    }
    return path.get(2).equals("search") ? search(call) : null;
  }

  private HttpResponse list() {
    var json = EdgeJson.object();
    var list = json.putArray("collections");
    knowledge
        .collections(Call.TENANT)
        .forEach(collection ->
            list.addObject()
                .put("name", collection.name())
                .put("documents", collection.documents())
                .put("passages", collection.passages()));
    return Answers.json(200, json);
  }

  private CompletionStage<HttpResponse> search(Call call) {
    Parameters.allow(call, "query", "mode", "top", "collection");
    String text = call.query("query").orElse("");
    if (text.isBlank()) {
      throw Parameters.refuse("query", text, "a text to look for");
    }
    Mode mode = call.query("mode").map(KnowledgeRoutes::mode).orElse(Mode.HYBRID);
    int top = (int) Parameters.number(call, "top", 10, 1, 1000);
    List<String> collections = call.queryAll("collection");
    return CompletableFuture.supplyAsync(
        () -> Answers.json(200, found(text, mode, top, collections)), blocking);
  }

  private JsonNode found(String text, Mode mode, int top, List<String> chosen) {
    requireKnown(chosen);
    List<String> collections =
        chosen.isEmpty()
            ? knowledge.collections(Call.TENANT).stream()
                .map(KnowledgeBase.CollectionSummary::name)
                .toList()
            : chosen;
    var query = new SearchRequest(Call.TENANT, collections, text, top, mode, List.of(), List.of());
    var json = EdgeJson.object().put("query", text);
    var results = json.putArray("results");
    for (KnowledgeBase.Found found : knowledge.search(query)) {
      results
          .addObject()
          .put("document", found.passage().document())
          .put("heading", found.passage().heading())
          .put("quote", found.passage().text())
          .put("score", found.score())
          .put("keywordRank", found.keywordRank())
          .put("vectorRank", found.vectorRank());
    }
    return json;
  }

  private void requireKnown(List<String> chosen) {
    if (chosen.isEmpty()) {
      return;
    }
    List<String> known = new KnownCollections(knowledge, blocking).names(Call.TENANT);
    for (String name : chosen) {
      if (!known.contains(name)) {
        throw Parameters.refuse("collection", name, "one of " + String.join(", ", known));
      }
    }
  }

  private static Mode mode(String name) {
    return Arrays.stream(Mode.values())
        .filter(mode -> mode.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(() -> Parameters.refuse("mode", name, "hybrid, vector or keyword"));
  }

  private CompletionStage<HttpResponse> add(Call call, String collection) {
    if (!call.method().equals("POST")) {
      throw Routes.wrongMethod(call, "POST");
    }
    Parameters.allow(call);
    if (settings.networkTrusted()) {
      throw new ProblemException(
          new Problem(
              403,
              "local-only",
              "Not over a network",
              "Documents are read from this server's own disk, so only a server on loopback adds"
                  + " them.",
              List.of()));
    }
    return call.json(settings.maxBodyBytes())
        .thenApply(
            body -> Answers.lines(new KnowledgeAddStream(blocking).run(adding(collection, body))));
  }

  private Adding adding(String collection, JsonNode body) {
    List<Fault> faults = AdditionFaults.of(body);
    if (!faults.isEmpty()) {
      throw new ProblemException(Problem.invalid(faults));
    }
    if (collection.equals(BuiltInKnowledge.COLLECTION) && !body.has("path")) {
      return progress -> BuiltInKnowledge.addTo(knowledge, Call.TENANT, progress);
    }
    Path source = source(body);
    boolean prune = body.path("prune").asBoolean(false);
    return progress -> knowledge.add(Call.TENANT, collection, source, prune, progress);
  }

  private static Path source(JsonNode body) {
    try {
      Path path = Path.of(body.path("path").asText());
      if (path.isAbsolute()) {
        return path;
      }
    } catch (InvalidPathException notAPath) {
      // Said below.
    }
    throw new ProblemException(
        Problem.invalid(
            List.of(new Fault("/path", "path must be the absolute path of a file or folder"))));
  }

  /** What an addition may say. */
  private static final class AdditionFaults {
    private static final List<String> FIELDS = List.of("path", "prune");

    private AdditionFaults() {}

    static List<Fault> of(JsonNode body) {
      if (!body.isObject()) {
        return List.of(new Fault("", "an addition is {\"path\": \"/a/folder\", \"prune\": false}"));
      }
      List<Fault> faults = new ArrayList<>(UnknownFields.in(body, "", FIELDS));
      if (body.has("path") && !body.path("path").isTextual()) {
        faults.add(new Fault("/path", "path must be a text"));
      }
      if (body.has("prune") && !body.path("prune").isBoolean()) {
        faults.add(new Fault("/prune", "prune must be true or false"));
      }
      return faults;
    }
  }
}
