package dev.troupe.agents.model.offline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.Role;
import dev.troupe.agents.agent.AgentSettings;
import dev.troupe.agents.agent.Reading;
import dev.troupe.agents.agent.ReplyReader;
import dev.troupe.agents.knowledge.Corpus;
import dev.troupe.agents.knowledge.Embedder;
import dev.troupe.agents.knowledge.InMemoryTables;
import dev.troupe.agents.knowledge.KnowledgeBase;
import dev.troupe.agents.knowledge.Passage;
import dev.troupe.agents.knowledge.embedding.BgeSmallEmbedder;
import dev.troupe.agents.knowledge.embedding.CachedEmbedder;
import dev.troupe.agents.knowledge.local.BuiltInKnowledge;
import dev.troupe.agents.knowledge.local.KnowledgeSettings;
import dev.troupe.agents.knowledge.local.LocalKnowledgeBase;
import dev.troupe.agents.model.Prompt;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The four roles at work one after the other on a folder of documents, as a workflow has them. */
final class Team {
  static final String TENANT = "default";
  private static final List<String> COLLECTIONS = List.of("documents");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** As agents are configured. */
  private static final int PASSAGES = ConfigFactory.load().getInt("troupe.agents.passages");

  private static final Map<String, Role> ROLES = AgentSettings.of(ConfigFactory.load()).roles();

  /** What a task went through, as JSON between the roles. */
  record Run(String goal, JsonNode plan, List<JsonNode> research, JsonNode draft, JsonNode review) {
    String markdown() {
      return draft.path("markdown").asText();
    }

    List<String> quotes() {
      return draft.path("citations").findValuesAsText("quote");
    }

    /** What the reviewer was given. */
    ObjectNode reviewed() {
      var input = MAPPER.createObjectNode().put("goal", goal);
      input.set("questions", plan.path("questions"));
      input.set("draft", draft);
      input.putArray("research").addAll(research);
      return input;
    }
  }

  private static @Nullable Team corpusTeam;

  private final InMemoryTables tables = new InMemoryTables();
  private final BgeSmallEmbedder computing = new BgeSmallEmbedder(2);
  private final Embedder embedder =
      new CachedEmbedder(computing, tables.table(CachedEmbedder.TABLE), 10_000);
  private final LocalKnowledgeBase knowledge;
  private final OfflineEngine engine;

  Team(Path folder) {
    this();
    knowledge.add(TENANT, COLLECTIONS.getFirst(), folder, true, _ -> {});
  }

  private Team() {
    var settings = KnowledgeSettings.of(ConfigFactory.load());
    knowledge = LocalKnowledgeBase.open(tables::table, Optional.empty(), embedder, settings);
    engine = new OfflineEngine(embedder, knowledge);
  }

  /** The documents that come with the program. */
  static Team onBuiltIn() {
    var team = new Team();
    team.knowledge.add(TENANT, COLLECTIONS.getFirst(), new BuiltInKnowledge(), true, _ -> {});
    return team;
  }

  /** Reading the corpus takes seconds, so all tests of a run share it; its threads are daemons. */
  static synchronized Team onCorpus() {
    var team = corpusTeam;
    if (team == null) {
      team = new Team(Corpus.folder());
      corpusTeam = team;
    }
    return team;
  }

  /** Documents of the tests' own, in place wherever the tests run. */
  static Team onNotes() {
    try {
      var notes = Objects.requireNonNull(Team.class.getResource("/offline/notes")).toURI();
      return new Team(Path.of(notes));
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  KnowledgeBase knowledge() {
    return knowledge;
  }

  Embedder embedder() {
    return embedder;
  }

  List<Passage> passages(String question) {
    return knowledge.search(TENANT, COLLECTIONS, question, PASSAGES).stream()
        .map(KnowledgeBase.Found::passage)
        .toList();
  }

  Run run(String goal) {
    var plan = answer(Role.Kind.PLANNER, MAPPER.createObjectNode().put("goal", goal), List.of());
    var research = new ArrayList<JsonNode>();
    for (var question : plan.path("questions")) research.add(research(goal, question.asText()));
    var draft = write(goal, plan, research, List.of());
    var run = new Run(goal, plan, research, draft, MAPPER.missingNode());
    return new Run(goal, plan, research, draft, review(run.reviewed()));
  }

  JsonNode research(String goal, String question) {
    var input = MAPPER.createObjectNode().put("goal", goal).put("question", question);
    return answer(Role.Kind.RESEARCHER, input, passages(question));
  }

  JsonNode write(String goal, JsonNode plan, List<JsonNode> research, List<JsonNode> comments) {
    var input = MAPPER.createObjectNode().put("goal", goal);
    input.set("questions", plan.path("questions"));
    input.putArray("research").addAll(research);
    input.putArray("comments").addAll(comments);
    return answer(Role.Kind.WRITER, input, List.of());
  }

  JsonNode review(JsonNode input) {
    return answer(Role.Kind.REVIEWER, input, List.of());
  }

  /** Read and checked as an agent does it: the engine's replies never need a repair. */
  private JsonNode answer(Role.Kind kind, JsonNode input, List<Passage> passages) {
    var role = Objects.requireNonNull(ROLES.get(kind.name().toLowerCase(Locale.ROOT)));
    var text = text(kind, input, passages);
    return switch (new ReplyReader(role).read(input, passages, text)) {
      case Reading.Sound(var output) -> output;
      case Reading.Refused _, Reading.Unjudged _ -> throw new AssertionError("no guardrails here");
      case Reading.Faulty(var fault) -> throw new AssertionError(kind + ": " + fault + "\n" + text);
    };
  }

  String text(Role.Kind kind, JsonNode input, List<Passage> passages) {
    var limits = new Role.Limits(1, 1000, Duration.ofMinutes(1));
    var role = new Role("any", kind, "", "offline", null, null, limits);
    return engine.answer(role, new Prompt(TENANT, List.of(), input, passages, List.of()));
  }
}
