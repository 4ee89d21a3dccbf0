package dev.troupe.agents.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.AgentCommand;
import dev.troupe.agents.AgentCommand.Assign;
import dev.troupe.agents.AgentCommand.Cancel;
import dev.troupe.agents.AgentId;
import dev.troupe.agents.AgentReply;
import dev.troupe.agents.Assignment;
import dev.troupe.agents.Inherited;
import dev.troupe.agents.ScriptedModel;
import dev.troupe.agents.TaskMessage;
import dev.troupe.agents.Writing;
import dev.troupe.agents.agent.AgentEvent.AssignmentAccepted;
import dev.troupe.agents.agent.AgentEvent.AssignmentCancelled;
import dev.troupe.agents.agent.AgentEvent.AssignmentFailed;
import dev.troupe.agents.agent.AgentEvent.AssignmentReturned;
import dev.troupe.agents.agent.AgentEvent.FindingPublished;
import dev.troupe.agents.agent.AgentEvent.ModelReplied;
import dev.troupe.agents.agent.AgentEvent.PassagesRetrieved;
import dev.troupe.agents.counters.UsageCounter;
import dev.troupe.agents.model.ModelFailure;
import dev.troupe.agents.shared.SharedKnowledge;
import dev.troupe.agents.telemetry.Heard;
import dev.troupe.agents.telemetry.SpanPlace;
import dev.troupe.persistence.Json;
import dev.troupe.persistence.StoredEvent;
import dev.troupe.persistence.TestTable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgentTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final String QUOTE = "A cold start costs 300 ms.";

  private final ActorTestKit kit =
      ActorTestKit.create(
          PersistenceTestKitPlugin.getInstance().config().withFallback(ConfigFactory.load()));
  private final PersistenceTestKit journal = PersistenceTestKit.create(kit.system());
  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();

  private final AgentSettings settings =
      AgentSettings.of(
          ConfigFactory.parseString(
                  """
                  troupe.roles.counter {
                    instructions = "Count."
                    model = openai/large, fallbacks = [ollama/b], models { repair = openai/small }
                    output-schema { type = object, required = [count] }
                  }
                  troupe.roles.clerk {
                    instructions = "Answer.", model = openai/m, guardrails { keys { refuse = ["sk-"] } }
                  }
                  """)
              .withFallback(ConfigFactory.load()));
  private final RoleCatalog roles = new RoleCatalog(settings.roles(), new TestTable());

  @AfterAll
  void shutDown() {
    kit.shutdownTestKit();
    blocking.close();
  }

  /** One agent with a model, a journal of its own and somebody who assigns. */
  private final class Scene {
    final String taskId = UUID.randomUUID().toString();
    final ScriptedModel model = new ScriptedModel();
    final MemoryKnowledge knowledge =
        new MemoryKnowledge(MemoryKnowledge.passage("p-1", "Intro. " + QUOTE + " End."));
    final Heard heard = new Heard();
    final TestProbe<AgentReply> supervisor = kit.createTestProbe(AgentReply.class);
    final TestProbe<ClusterSharding.ShardCommand> shard =
        kit.createTestProbe(ClusterSharding.ShardCommand.class);
    final String role;
    final PersistenceId id;
    ActorRef<AgentCommand> agent;

    final AgentSettings settings;

    Scene(String role) {
      this(role, AgentTest.this.settings);
    }

    Scene(String role, AgentSettings settings) {
      this.role = role;
      this.settings = settings;
      this.id = PersistenceId.of(role, agentId().entityId());
      this.agent = spawn();
    }

    AgentId agentId() {
      return new AgentId("default", taskId, 1);
    }

    ActorRef<AgentCommand> spawn() {
      var turns =
          new TurnContext(
              roles,
              knowledge,
              model,
              blocking,
              InstantSource.fixed(NOW),
              12,
              AgentTest.this::stored,
              ToolBox.EMPTY,
              ToolLists.EMPTY,
              new ToolCaller(blocking, settings.tools()),
              new AgentTelemetry(heard, model::conventionalProvider),
              SharedKnowledge.NONE,
              UsageCounter.NONE);
      return kit.spawn(Agent.create(id, turns, settings, shard.ref()));
    }

    void crash() {
      kit.stop(agent);
      agent = spawn();
    }

    void assign(int assignment, int attempt, JsonNode input) {
      agent.tell(new Assign(assignment(assignment, attempt, input), supervisor.ref()));
    }

    void assign(int assignment, int attempt, JsonNode input, int unheardFrom) {
      agent.tell(new Assign(assignment(assignment, attempt, input, unheardFrom), supervisor.ref()));
    }

    Assignment assignment(int number, int attempt, JsonNode input) {
      return assignment(number, attempt, input, null);
    }

    Assignment assignment(int number, int attempt, JsonNode input, @Nullable Integer unheardFrom) {
      return new Assignment(
          agentId(),
          number,
          attempt,
          role,
          roles.pin(role, null).orElseThrow().hash(),
          input,
          List.of("default"),
          NOW.plusSeconds(60),
          "",
          null,
          null,
          unheardFrom,
          null);
    }

    <T extends AgentReply> T expect(Class<T> type) {
      return type.cast(
          supervisor
              .fishForMessage(
                  Duration.ofSeconds(5),
                  reply ->
                      type.isInstance(reply)
                          ? FishingOutcomes.complete()
                          : FishingOutcomes.continueAndIgnore())
              .getLast());
    }

    void awaitCalls(int count) {
      supervisor.awaitAssert(() -> assertThat(model.calls()).hasSize(count));
    }

    List<Object> events() {
      return journal.persistedInStorage(id.id());
    }

    List<Class<?>> eventTypes() {
      return events().stream().<Class<?>>map(Object::getClass).toList();
    }
  }

  private static JsonNode question() {
    return Json.parse("{\"goal\":\"g\",\"question\":\"What does a cold start cost?\"}");
  }

  private static String research(String quote) {
    return "{\"answered\":true,\"claims\":[{\"text\":\"It costs 300 ms.\",\"quote\":\"%s\",\"passage\":\"P1\"}]}"
        .formatted(quote);
  }

  @Test
  void answers_working_at_once_and_persists_nothing_before_the_reply() {
    var scene = new Scene("bench-writer");
    scene.assign(1, 1, TextNode.valueOf("notes"));

    assertThat(scene.supervisor.receiveMessage()).isEqualTo(new AgentReply.Working(1, 1));
    assertThat(scene.events()).isEmpty();
  }

  @Test
  void records_a_whole_assignment_in_order_and_returns_its_output() {
    var scene = new Scene("researcher");
    scene.model.says(research(QUOTE));
    scene.assign(1, 1, question());

    var returned = scene.expect(AgentReply.Returned.class);

    assertThat(returned.output().at("/claims/0/document").asText()).isEqualTo("p-1.md");
    assertThat(returned.transcriptSequence()).isEqualTo(5);
    assertThat(scene.eventTypes())
        .containsExactly(
            AssignmentAccepted.class,
            PassagesRetrieved.class,
            ModelReplied.class,
            FindingPublished.class,
            AssignmentReturned.class);
    assertThat(scene.model.calls().getFirst().idempotencyKey()).isEqualTo(scene.taskId + ":1:1");
  }

  @Test
  void answers_a_repeated_assignment_from_its_journal_even_after_a_crash() {
    var scene = new Scene("bench-writer");
    scene.model.says("DRAFT");
    scene.assign(1, 1, TextNode.valueOf("notes"));
    var first = scene.expect(AgentReply.Returned.class);

    scene.crash();
    scene.assign(1, 1, TextNode.valueOf("notes"));

    assertThat(scene.expect(AgentReply.Returned.class)).isEqualTo(first);
    assertThat(scene.model.calls()).hasSize(1);
  }

  @Test
  void tells_of_its_work_once_and_not_again_when_it_answers_from_its_journal() {
    var scene = new Scene("researcher");
    scene.model.says(research(QUOTE));
    scene.assign(1, 1, question());
    scene.expect(AgentReply.Returned.class);
    assertThat(scene.heard.names()).containsExactly("retrieval default", "invoke_agent researcher");

    scene.crash();
    scene.assign(1, 1, question());
    scene.expect(AgentReply.Returned.class);

    assertThat(scene.heard.spans).hasSize(2);
    assertThat(scene.heard.spans.getFirst().parent())
        .isEqualTo(scene.heard.spans.getLast().place());
  }

  @Test
  void waits_for_a_store_that_is_away_before_its_model_is_asked() {
    var scene = new Scene("researcher");
    scene.knowledge.failing.set(2);
    scene.model.says(research(QUOTE));
    scene.assign(1, 1, question());

    scene.expect(AgentReply.Returned.class);
    assertThat(scene.knowledge.searches).hasValue(3);
    assertThat(scene.model.calls()).hasSize(1);
  }

  @Test
  void has_its_model_asked_inside_its_own_span() {
    var scene = new Scene("bench-writer");
    scene.model.says("DRAFT");
    scene.assign(1, 1, TextNode.valueOf("notes"));
    scene.expect(AgentReply.Returned.class);

    assertThat(scene.model.calls().getFirst().inside())
        .isEqualTo(SpanPlace.ofAttempt("default", scene.taskId, 1, 1))
        .isEqualTo(scene.heard.spans.getFirst().place());
  }

  @Test
  void tells_of_work_that_is_called_off_before_anything_was_recorded() {
    var scene = new Scene("bench-writer");
    scene.assign(1, 1, TextNode.valueOf("notes"));
    scene.awaitCalls(1);

    scene.agent.tell(new AgentCommand.Cancel(1, 1, scene.supervisor.ref()));
    scene.expect(AgentReply.Cancelled.class);
    scene.agent.tell(new AgentCommand.Cancel(1, 1, scene.supervisor.ref()));
    scene.expect(AgentReply.Cancelled.class);

    assertThat(scene.heard.spans)
        .singleElement()
        .satisfies(span -> {
          assertThat(span.name()).isEqualTo("invoke_agent bench-writer");
          assertThat(span.error()).isEqualTo("cancelled");
        });
  }

  /** A page of a journal, as a store has it. */
  private CompletionStage<List<StoredEvent>> stored(String id, long after, int limit) {
    var events = journal.persistedInStorage(id);
    var page =
        IntStream.range((int) after, (int) Math.min(events.size(), after + limit))
            .mapToObj(
                index -> new StoredEvent(id, index + 1, "w", NOW, Set.of(), events.get(index)))
            .toList();
    return CompletableFuture.completedStage(page);
  }

  @Test
  void begins_with_what_another_agent_remembers_and_calls_nobody_for_it() {
    var source = new Scene("bench-writer");
    for (var number = 1; number <= 3; number++) {
      source.model.says("DRAFT " + number);
      source.assign(number, 1, TextNode.valueOf("notes"));
      source.expect(AgentReply.Returned.class);
    }
    var heir = new Scene("bench-writer");
    var asker = kit.createTestProbe(Inherited.class);
    var inherit = new AgentCommand.Inherit(source.agentId(), 6, asker.ref());

    heir.agent.tell(inherit);
    asker.expectMessage(new Inherited(6));
    heir.crash();
    heir.agent.tell(inherit);
    asker.expectMessage(new Inherited(6));

    assertThat(heir.events()).isEqualTo(source.events().subList(0, 6));
    heir.assign(2, 1, TextNode.valueOf("notes"));
    assertThat(heir.expect(AgentReply.Returned.class).output().asText()).isEqualTo("DRAFT 2");
    assertThat(heir.model.calls()).isEmpty();
  }

  @Test
  void repeats_the_call_in_flight_with_the_same_key_after_a_crash() {
    var scene = new Scene("bench-writer");
    scene.assign(1, 1, TextNode.valueOf("notes"));
    scene.expect(AgentReply.Working.class);
    scene.awaitCalls(1);

    scene.crash();
    scene.model.says("DRAFT");
    scene.assign(1, 1, TextNode.valueOf("notes"));
    scene.expect(AgentReply.Returned.class);

    assertThat(scene.model.calls())
        .extracting(call -> call.idempotencyKey())
        .containsExactly(scene.taskId + ":1:1", scene.taskId + ":1:1");
    assertThat(scene.model.calls().getFirst().prompt())
        .isEqualTo(scene.model.calls().getLast().prompt());
  }

  @Test
  void asks_again_once_when_a_quote_does_not_stand_in_the_passage() {
    var scene = new Scene("researcher");
    scene.model.says(research("A cold start costs 500 ms.")).says(research(QUOTE));
    scene.assign(1, 1, question());

    var returned = scene.expect(AgentReply.Returned.class);

    assertThat(returned.usage().modelCalls()).isEqualTo(2);
    assertThat(scene.eventTypes())
        .containsExactly(
            AssignmentAccepted.class,
            PassagesRetrieved.class,
            ModelReplied.class,
            ModelReplied.class,
            FindingPublished.class,
            AssignmentReturned.class);
    assertThat(scene.model.calls().getLast().prompt().messages().getLast().toString())
        .contains("500 ms");
    assertThat(scene.knowledge.searches.get()).isEqualTo(1);
  }

  @Test
  void fails_by_name_when_the_repaired_reply_is_no_better() {
    var scene = new Scene("researcher");
    scene.model.says("no json").says("still none");
    scene.assign(1, 1, question());

    var failed = scene.expect(AgentReply.Failed.class);

    assertThat(failed.error()).isEqualTo("Model.InvalidReply");
    assertThat(scene.events().getLast()).isInstanceOf(AssignmentFailed.class);
    assertThat(scene.model.calls()).hasSize(2);
  }

  @Test
  void keeps_only_the_beginning_of_a_reply_that_is_far_too_long() {
    var scene = new Scene("researcher");
    scene.model.says("x".repeat(3_000_000)).says(research(QUOTE));
    scene.assign(1, 1, question());

    scene.expect(AgentReply.Returned.class);

    var refused =
        scene.events().stream()
            .filter(ModelReplied.class::isInstance)
            .map(ModelReplied.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(refused.fault()).contains("256 KiB");
    assertThat(refused.text()).hasSize(64 * 1024);
  }

  @Test
  void goes_on_with_the_repair_after_a_crash_between_the_two_calls() {
    var scene = new Scene("researcher");
    scene.model.says("no json");
    scene.assign(1, 1, question());
    scene.awaitCalls(2);

    scene.crash();
    scene.model.says(research(QUOTE));
    scene.assign(1, 1, question());
    scene.expect(AgentReply.Returned.class);

    assertThat(scene.model.calls())
        .extracting(call -> call.idempotencyKey().substring(scene.taskId.length()))
        .containsExactly(":1:1", ":1:2", ":1:2");
    assertThat(scene.knowledge.searches.get()).isEqualTo(1);
  }

  @Test
  void runs_a_failed_assignment_again_at_a_higher_attempt_only() {
    var scene = new Scene("bench-writer");
    scene.model.fails(ModelFailure.Kind.UNAVAILABLE, "down").says("DRAFT");
    scene.assign(1, 1, TextNode.valueOf("notes"));
    assertThat(scene.expect(AgentReply.Failed.class).error()).isEqualTo("Model.Unavailable");

    scene.assign(1, 2, TextNode.valueOf("notes"));
    assertThat(scene.expect(AgentReply.Returned.class).attempt()).isEqualTo(2);
    scene.assign(1, 1, TextNode.valueOf("notes"));

    scene.supervisor.expectNoMessage(Duration.ofMillis(100));
    assertThat(scene.model.calls()).hasSize(2);
  }

  @Test
  void an_answer_that_nobody_heard_is_the_next_attempts() {
    var scene = new Scene("bench-writer");
    scene.model.says("DRAFT");
    scene.assign(1, 1, TextNode.valueOf("notes"));
    var first = scene.expect(AgentReply.Returned.class);
    scene.agent.tell(new Cancel(1, 1, scene.supervisor.ref()));
    scene.expect(AgentReply.Cancelled.class);
    scene.agent.tell(new Cancel(1, 2, scene.supervisor.ref()));
    scene.expect(AgentReply.Cancelled.class);
    scene.crash();

    scene.assign(1, 3, TextNode.valueOf("notes"), 1);

    assertThat(scene.expect(AgentReply.Returned.class))
        .isEqualTo(
            new AgentReply.Returned(
                1, 3, first.output(), first.transcriptSequence(), first.usage(), first.engine()));
    assertThat(scene.model.calls()).hasSize(1);
  }

  @Test
  void an_answer_that_was_heard_or_that_answers_something_else_is_asked_for_anew() {
    var scene = new Scene("bench-writer");
    scene.model.says("DRAFT").says("AGAIN").says("OTHER");
    scene.assign(1, 1, TextNode.valueOf("notes"));
    scene.expect(AgentReply.Returned.class);

    scene.assign(1, 2, TextNode.valueOf("notes"), 2);
    var heard = scene.expect(AgentReply.Returned.class);
    scene.assign(1, 3, TextNode.valueOf("other notes"), 2);
    var other = scene.expect(AgentReply.Returned.class);

    assertThat(heard.output()).hasToString("\"AGAIN\"");
    assertThat(heard.usage().modelCalls()).isEqualTo(1);
    assertThat(other.output()).hasToString("\"OTHER\"");
    assertThat(other.usage().modelCalls()).as("with what nobody was told").isEqualTo(2);
    assertThat(scene.model.calls()).hasSize(3);
  }

  @Test
  void a_message_makes_it_another_question() {
    var scene = new Scene("bench-writer");
    scene.model.says("DRAFT").says("AGAIN");
    scene.assign(1, 1, TextNode.valueOf("notes"));
    scene.expect(AgentReply.Returned.class);

    var told = List.of(new TaskMessage("m-1", "Shorter."));
    scene.agent.tell(
        new Assign(
            scene.assignment(1, 2, TextNode.valueOf("notes"), 1),
            scene.supervisor.ref(),
            List.of(),
            told));

    assertThat(scene.expect(AgentReply.Returned.class).output()).hasToString("\"AGAIN\"");
  }

  @Test
  void answers_whoever_asked_last() {
    var scene = new Scene("bench-writer");
    var second = kit.createTestProbe(AgentReply.class);
    scene.assign(1, 1, TextNode.valueOf("notes"));
    scene.expect(AgentReply.Working.class);
    scene.agent.tell(new Assign(scene.assignment(1, 1, TextNode.valueOf("notes")), second.ref()));
    second.expectMessageClass(AgentReply.Working.class);

    scene.awaitCalls(1);
    scene.model.answerNext("DRAFT");

    second.expectMessageClass(AgentReply.Returned.class);
    scene.supervisor.expectNoMessage(Duration.ofMillis(100));
  }

  @Test
  void at_a_new_home_who_asked_there_is_answered_and_not_who_had_asked_at_the_old_one() {
    var scene = new Scene("bench-writer");
    var before = kit.createTestProbe(AgentReply.class);
    var old = new Assign(scene.assignment(1, 1, TextNode.valueOf("notes")), before.ref());
    scene.assign(1, 1, TextNode.valueOf("notes"));
    scene.expect(AgentReply.Working.class);

    scene.awaitCalls(1);
    scene.agent.tell(old.atNextHome());
    scene.model.answerNext("DRAFT");

    scene.expect(AgentReply.Returned.class);
    before.expectNoMessage(Duration.ofMillis(100));
  }

  @Test
  void at_a_new_home_it_goes_on_by_itself_where_nobody_has_asked_there() {
    var scene = new Scene("bench-writer");
    var before = kit.createTestProbe(AgentReply.class);

    scene.agent.tell(
        new Assign(scene.assignment(1, 1, TextNode.valueOf("notes")), before.ref()).atNextHome());
    before.expectMessageClass(AgentReply.Working.class);
    scene.awaitCalls(1);
    scene.model.answerNext("DRAFT");

    before.expectMessageClass(AgentReply.Returned.class);
  }

  @Test
  void stops_the_call_when_cancelled_and_acknowledges_as_often_as_it_is_told() {
    var scene = new Scene("bench-writer");
    scene.assign(1, 1, TextNode.valueOf("notes"));
    scene.expect(AgentReply.Working.class);
    scene.awaitCalls(1);
    assertThat(scene.model.open()).isEqualTo(1);

    scene.agent.tell(new Cancel(1, 1, scene.supervisor.ref()));
    scene.expect(AgentReply.Cancelled.class);
    scene.agent.tell(new Cancel(1, 1, scene.supervisor.ref()));
    scene.expect(AgentReply.Cancelled.class);
    scene.assign(1, 1, TextNode.valueOf("notes"));
    scene.expect(AgentReply.Cancelled.class);

    assertThat(scene.model.open()).isZero();
    assertThat(scene.events()).containsExactly(new AssignmentCancelled(1, 1, NOW));
  }

  @Test
  void does_a_second_assignment_after_the_first_and_remembers_it() {
    var scene = new Scene("bench-writer");
    scene.assign(1, 1, TextNode.valueOf("one"));
    scene.expect(AgentReply.Working.class);
    scene.assign(2, 1, TextNode.valueOf("two"));
    scene.expect(AgentReply.Working.class);
    assertThat(scene.model.calls()).hasSize(1);

    scene.model.answerNext("FIRST");
    assertThat(scene.expect(AgentReply.Returned.class).assignment()).isEqualTo(1);
    scene.awaitCalls(2);
    scene.model.answerNext("SECOND");

    assertThat(scene.expect(AgentReply.Returned.class).assignment()).isEqualTo(2);
    assertThat(scene.model.calls().getLast().prompt().earlier()).hasSize(1);
    assertThat(scene.model.calls().getLast().prompt().messages()).hasSize(4);
  }

  @Test
  void writes_its_journal_once_for_an_assignment_and_once_more_for_a_repair() {
    var writes = new WriteCounter();
    journal.withPolicy(writes);
    try {
      var good = new Scene("researcher");
      good.model.says(research(QUOTE));
      good.assign(1, 1, question());
      good.expect(AgentReply.Returned.class);
      var repaired = new Scene("researcher");
      repaired.model.says("no json").says(research(QUOTE));
      repaired.assign(1, 1, question());
      repaired.expect(AgentReply.Returned.class);

      assertThat(writes.of(good.id.id())).isEqualTo(1);
      assertThat(writes.of(repaired.id.id())).isEqualTo(2);
    } finally {
      journal.resetPolicy();
    }
  }

  @Test
  void watchers_see_what_is_written_and_the_journal_does_not() {
    var scene = new Scene("bench-writer");
    var watcher = kit.createTestProbe(Writing.class);
    var other = kit.createTestProbe(Writing.class);
    scene.agent.tell(new AgentCommand.Watch(watcher.ref()));
    scene.assign(1, 1, TextNode.valueOf("notes"));
    scene.awaitCalls(1);
    var call = new Writing.Call(1, 1, "bench-writer", 1);

    scene.model.calls().getFirst().listener().wrote("DRA");
    watcher.expectMessage(new Writing.Delta(call, Writing.Kind.TEXT, 0, "DRA"));
    scene.agent.tell(new AgentCommand.Watch(other.ref()));
    scene.agent.tell(new AgentCommand.Watch(other.ref()));
    scene.assign(1, 1, TextNode.valueOf("notes"));
    scene.expect(AgentReply.Working.class);
    scene.expect(AgentReply.Working.class);
    scene.model.calls().getFirst().listener().wrote("FT");

    var rest = new Writing.Delta(call, Writing.Kind.TEXT, 3, "FT");
    watcher.expectMessage(rest);
    other.expectMessage(rest);
    assertThat(scene.events()).isEmpty();
    scene.model.answerNext("DRAFT");
    scene.expect(AgentReply.Returned.class);
    assertThat(scene.eventTypes())
        .containsExactly(AssignmentAccepted.class, ModelReplied.class, AssignmentReturned.class);
    watcher.expectNoMessage(Duration.ZERO);
  }

  @Test
  void an_answer_that_is_of_no_use_is_taken_back_before_it_is_asked_for_again() {
    var scene = new Scene("writer");
    var watcher = kit.createTestProbe(Writing.class);
    scene.agent.tell(new AgentCommand.Watch(watcher.ref()));
    scene.assign(1, 1, Json.parse("{\"goal\":\"g\",\"research\":[]}"));
    scene.awaitCalls(1);

    scene.model.calls().getFirst().listener().wrote("{\"markdown\": \"Wr");
    scene.model.answerNext("no json");
    scene.awaitCalls(2);
    scene.model.calls().getLast().listener().wrote("{\"markdown\": \"Ri");

    watcher.expectMessage(
        new Writing.Delta(new Writing.Call(1, 1, "writer", 1), Writing.Kind.MARKDOWN, 0, "Wr"));
    watcher.expectMessage(
        new Writing.Reset(new Writing.Call(1, 1, "writer", 1), "The answer could not be used."));
    watcher.expectMessage(
        new Writing.Delta(new Writing.Call(1, 1, "writer", 2), Writing.Kind.MARKDOWN, 0, "Ri"));
  }

  @Test
  void nobody_sees_an_answer_that_a_guardrail_may_still_refuse() {
    var scene = new Scene("clerk");
    var watcher = kit.createTestProbe(Writing.class);
    scene.agent.tell(new AgentCommand.Watch(watcher.ref()));
    scene.assign(1, 1, TextNode.valueOf("notes"));
    scene.awaitCalls(1);

    scene.model.calls().getFirst().listener().wrote("sk-1");
    scene.model.answerNext("Nothing to tell.");
    scene.expect(AgentReply.Returned.class);

    watcher.expectNoMessage(Duration.ZERO);
  }

  @Test
  void a_call_made_again_after_a_crash_begins_anew() {
    var scene = new Scene("bench-writer");
    var watcher = kit.createTestProbe(Writing.class);
    scene.assign(1, 1, TextNode.valueOf("notes"));
    scene.awaitCalls(1);
    scene.model.calls().getFirst().listener().wrote("half");

    scene.crash();
    scene.agent.tell(new AgentCommand.Watch(watcher.ref()));
    scene.assign(1, 1, TextNode.valueOf("notes"));
    scene.awaitCalls(2);
    scene.model.calls().getLast().listener().wrote("whole");

    watcher.expectMessage(
        new Writing.Delta(
            new Writing.Call(1, 1, "bench-writer", 1), Writing.Kind.TEXT, 0, "whole"));
  }

  @Test
  void a_call_that_is_cancelled_takes_back_what_it_had_written() {
    var scene = new Scene("counter");
    var watcher = kit.createTestProbe(Writing.class);
    scene.agent.tell(new AgentCommand.Watch(watcher.ref()));
    scene.assign(1, 1, TextNode.valueOf("notes"));
    scene.awaitCalls(1);
    scene.model.calls().getFirst().listener().wrote("{\"cou");

    scene.agent.tell(new Cancel(1, 1, scene.supervisor.ref()));
    scene.expect(AgentReply.Cancelled.class);
    scene.model.calls().getFirst().listener().wrote("nt\"");

    var call = new Writing.Call(1, 1, "counter", 1);
    watcher.expectMessage(new Writing.Delta(call, Writing.Kind.JSON, 0, "{\"cou"));
    watcher.expectMessage(new Writing.Reset(call, "The call was stopped."));
    watcher.expectNoMessage(Duration.ZERO);
  }

  @Test
  void keeps_no_more_than_its_queue_holds() {
    var scene = new Scene("bench-writer");
    for (int assignment = 1; assignment <= settings.queuedAssignments() + 1; assignment++) {
      scene.assign(assignment, 1, TextNode.valueOf("notes"));
      scene.expect(AgentReply.Working.class);
    }
    scene.assign(settings.queuedAssignments() + 2, 1, TextNode.valueOf("notes"));

    assertThat(scene.expect(AgentReply.Failed.class).error()).isEqualTo("Agent.QueueFull");
    assertThat(scene.events()).isEmpty();
  }

  @Test
  void a_higher_attempt_overtakes_the_one_at_work() {
    var scene = new Scene("bench-writer");
    scene.assign(1, 1, TextNode.valueOf("notes"));
    scene.awaitCalls(1);
    scene.assign(1, 2, TextNode.valueOf("notes"));
    scene.awaitCalls(2);
    assertThat(scene.model.open()).isEqualTo(1);

    scene.agent.tell(new Cancel(1, 1, scene.supervisor.ref()));
    assertThat(scene.expect(AgentReply.Cancelled.class).attempt()).isEqualTo(1);
    scene.model.answerLast("DRAFT");

    assertThat(scene.expect(AgentReply.Returned.class).attempt()).isEqualTo(2);
  }

  @Test
  void fails_by_name_when_its_role_is_not_stored() {
    var scene = new Scene("bench-writer");
    var known = scene.assignment(1, 1, TextNode.valueOf("notes"));
    var unknown =
        new Assignment(
            known.agent(),
            1,
            1,
            known.role(),
            "0000",
            known.input(),
            known.collections(),
            known.deadline(),
            "");
    scene.agent.tell(new Assign(unknown, scene.supervisor.ref()));

    assertThat(scene.expect(AgentReply.Failed.class).error()).isEqualTo("Agent.RoleUnknown");
  }

  @Test
  void leaves_memory_when_it_has_nothing_to_do_but_not_while_a_model_is_asked() {
    var idle = Duration.ofMillis(50);
    var scene = new Scene("bench-writer", settings.withIdle(idle));
    scene.assign(1, 1, TextNode.valueOf("notes"));
    scene.shard.expectNoMessage(idle.multipliedBy(4));

    scene.model.answerNext("DRAFT");

    scene.shard.expectMessageClass(ClusterSharding.Passivate.class);
  }

  @Test
  void tells_watchers_what_it_is_at() {
    var scene = new Scene("researcher");
    scene.model.says(research(QUOTE));
    scene.assign(1, 1, question());

    var progress =
        List.of(
            scene.expect(AgentReply.Progress.class).text(),
            scene.expect(AgentReply.Progress.class).text(),
            scene.expect(AgentReply.Progress.class).text());
    assertThat(progress).containsExactly("searching", "asking model offline", "checking quotes");
  }

  @Test
  void asks_the_turns_own_model_to_mend_an_answer() {
    var scene = new Scene("counter");
    scene.model.says("many").says("{\"count\": 7}");
    scene.assign(1, 1, TextNode.valueOf("sheep"));

    assertThat(scene.expect(AgentReply.Returned.class).output().path("count").asInt()).isEqualTo(7);
    assertThat(scene.model.calls())
        .extracting(call -> call.role().model(), call -> call.role().fallbacks())
        .containsExactly(
            tuple("openai/large", List.of("ollama/b")), tuple("openai/small", List.of("ollama/b")));
  }
}
