package dev.troupe.agents.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.AgentCommand;
import dev.troupe.agents.AgentReply;
import dev.troupe.agents.Usage;
import dev.troupe.agents.agent.AgentEvent.AssignmentAccepted;
import dev.troupe.agents.agent.AgentEvent.AssignmentCancelled;
import dev.troupe.agents.agent.AgentEvent.AssignmentFailed;
import dev.troupe.agents.agent.AgentEvent.AssignmentReturned;
import dev.troupe.agents.agent.AgentEvent.ModelReplied;
import dev.troupe.agents.agent.AgentEvent.PassagesRetrieved;
import dev.troupe.agents.agent.AgentEvent.ToolReturned;
import dev.troupe.agents.agent.AgentEvent.ToolStarted;
import dev.troupe.agents.model.Sent;
import dev.troupe.agents.model.ToolRequest;
import dev.troupe.agents.shared.Finding;
import dev.troupe.agents.shared.Source;
import dev.troupe.persistence.Json;
import dev.troupe.persistence.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The stored form of each event, byte for byte: these files are never edited. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgentEventFormatTest {
  private static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");
  private static final int IDENTIFIER = 7201;

  private final ActorTestKit kit = ActorTestKit.create(ConfigFactory.load());

  @AfterAll
  void shutDown() {
    kit.shutdownTestKit();
  }

  static Stream<AgentEvent> events() {
    return Stream.of(
        new AssignmentAccepted(
            3, 1, "a1b2", 1, Json.parse("{\"question\":\"q\"}"), List.of("default"), AT),
        new PassagesRetrieved(3, 1, List.of("p-1", "p-2"), AT),
        new ModelReplied(
            3,
            1,
            1,
            "no",
            new Usage(1, 120, 340),
            "openai/gpt",
            Duration.ofMillis(1500),
            "It is not JSON.",
            AT),
        new AgentEvent.FindingsRead(3, 1, List.of(finding()), AT),
        AgentEvent.FindingPublished.of(3, 1, finding()),
        new AgentEvent.FindingRetracted(3, 1, "6fdf819eaadc8ca7", AT),
        new AgentEvent.FindingClaimed(3, 1, "What does it cost?", AT),
        new AgentEvent.MessageReceived(3, 1, "m-1", "Be brief.", AT),
        new ToolStarted(3, 1, 2, 1, "call-7", "book_room", AT),
        new ToolReturned(
            3,
            1,
            2,
            1,
            "call-7",
            "book_room",
            Json.parse("{\"room\":7}"),
            null,
            null,
            Duration.ofMillis(20),
            AT),
        new AssignmentReturned(3, 1, new Value.Reference(3, "json"), new Usage(2, 240, 680), AT),
        new AssignmentFailed(3, 1, "Model.Unavailable", "down", Usage.NONE, AT),
        new AssignmentCancelled(3, 1, AT));
  }

  private static Finding finding() {
    return Finding.of(
        "researcher/2",
        "It costs 3 cents.",
        List.of(new Source("costs.md", "p-1", "It costs 3 cents.")),
        0.5,
        List.of("6fdf819eaadc8ca7"),
        AT);
  }

  @ParameterizedTest
  @MethodSource("events")
  void is_stored_as_in_its_golden_file(AgentEvent event) {
    var serialization = SerializationExtension.get(kit.system());
    var serializer = serialization.findSerializerFor(event);

    assertThat(serializer.identifier()).isEqualTo(IDENTIFIER);
    assertThat(Serializers.manifestFor(serializer, event)).isEmpty();
    assertThat(new String(serializer.toBinary(event), StandardCharsets.UTF_8))
        .isEqualTo(golden(event));
    assertThat(
            serialization
                .deserialize(golden(event).getBytes(StandardCharsets.UTF_8), IDENTIFIER, "")
                .get())
        .isEqualTo(event);
  }

  @Test
  void what_was_sent_is_stored_as_in_its_golden_file() {
    var answered =
        new ModelReplied(
            3,
            1,
            2,
            "It is 3.",
            new Usage(1, 120, 340),
            "openai/gpt-0613",
            Duration.ofMillis(1500),
            null,
            null,
            new Sent("openai/gpt", "5e0a"),
            "77f1",
            null,
            AT);

    assertThat(Json.write(answered)).isEqualTo(golden("model-replied-sent"));
    assertThat(Json.fromTree(Json.parse(golden("model-replied-sent")), AgentEvent.class))
        .isEqualTo(answered);
  }

  @Test
  void an_attempt_that_goes_on_is_stored_as_in_its_golden_file() {
    var goesOn =
        new AssignmentAccepted(
            3, 2, "a1b2", 2, Json.parse("{\"question\":\"q\"}"), List.of("default"), 4, null, AT);

    assertThat(Json.write(goesOn)).isEqualTo(golden("assignment-accepted-going-on"));
    assertThat(Json.fromTree(Json.parse(golden("assignment-accepted-going-on")), AgentEvent.class))
        .isEqualTo(goesOn);
  }

  @Test
  void an_attempt_behind_others_that_nobody_heard_of_is_stored_as_in_its_golden_file() {
    var behind =
        new AssignmentAccepted(
            3, 4, "a1b2", 2, Json.parse("{\"question\":\"q\"}"), List.of("default"), null, 2, AT);

    assertThat(Json.write(behind)).isEqualTo(golden("assignment-accepted-unheard"));
    assertThat(Json.fromTree(Json.parse(golden("assignment-accepted-unheard")), AgentEvent.class))
        .isEqualTo(behind);
  }

  @Test
  void an_input_that_may_hold_text_from_outside_is_stored_as_in_its_golden_file() {
    var untrusted =
        new AssignmentAccepted(
            3,
            1,
            "a1b2",
            1,
            Json.parse("{\"question\":\"q\"}"),
            List.of("default"),
            null,
            null,
            true,
            AT);

    assertThat(Json.write(untrusted)).isEqualTo(golden("assignment-accepted-untrusted"));
    assertThat(Json.fromTree(Json.parse(golden("assignment-accepted-untrusted")), AgentEvent.class))
        .isEqualTo(untrusted);
  }

  @Test
  void what_is_to_be_judged_is_stored_as_in_its_golden_file() {
    var judging =
        new ModelReplied(
                3,
                1,
                2,
                "It is 3.",
                new Usage(1, 120, 340),
                "openai/gpt-0613",
                Duration.ofMillis(1500),
                null,
                AT)
            .judging(
                new AgentEvent.Judging(
                    new Value.Reference(7, "text"), 7, List.of("polite", "true"), true));

    assertThat(Json.write(judging)).isEqualTo(golden("model-replied-judging"));
    assertThat(Json.fromTree(Json.parse(golden("model-replied-judging")), AgentEvent.class))
        .isEqualTo(judging);
  }

  @Test
  void tools_are_stored_as_in_their_golden_files() {
    var asked =
        new ModelReplied(
            3,
            1,
            2,
            "",
            new Usage(1, 120, 340),
            "openai/gpt",
            Duration.ofMillis(1500),
            null,
            List.of(new ToolRequest("call-7", "book_room", "{\"size\":2}")),
            AT);
    var failed =
        new ToolReturned(
            3, 1, 2, 2, "call-8", "page", null, "page: gone", true, Duration.ofMillis(20), AT);

    assertThat(Json.write(asked)).isEqualTo(golden("model-replied-with-tools"));
    assertThat(Json.write(failed)).isEqualTo(golden("tool-returned-failed"));
    assertThat(Json.fromTree(Json.parse(golden("model-replied-with-tools")), AgentEvent.class))
        .isEqualTo(asked);
    assertThat(Json.fromTree(Json.parse(golden("tool-returned-failed")), AgentEvent.class))
        .isEqualTo(failed);
  }

  @Test
  void a_request_that_its_provider_signed_is_stored_with_the_signature() {
    var signed = new ToolRequest("call-7", "book_room", "{\"size\":2}", "c2lnbmVk");

    assertThat(Json.write(signed)).isEqualTo(golden("tool-request-signed"));
    assertThat(Json.fromTree(Json.parse(golden("tool-request-signed")), ToolRequest.class))
        .isEqualTo(signed);
  }

  @Test
  void every_event_is_tried_here_and_has_a_logical_name() {
    assertThat(events().map(Object::getClass))
        .containsExactlyInAnyOrder(AgentEvent.class.getPermittedSubclasses());
    assertThat(subTypes(AgentEvent.class))
        .containsExactlyInAnyOrder(AgentEvent.class.getPermittedSubclasses());
  }

  @Test
  void every_message_that_crosses_the_wire_has_a_logical_name() {
    assertThat(subTypes(AgentReply.class))
        .containsExactlyInAnyOrder(AgentReply.class.getPermittedSubclasses());
    assertThat(subTypes(AgentCommand.class))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(AgentCommand.class.getPermittedSubclasses())
                .filter(type -> type != AgentCommand.Internal.class)
                .toList());
  }

  private static List<Class<?>> subTypes(Class<?> type) {
    return Arrays.stream(Objects.requireNonNull(type.getAnnotation(JsonSubTypes.class)).value())
        .<Class<?>>map(JsonSubTypes.Type::value)
        .toList();
  }

  private static String golden(AgentEvent event) {
    var name =
        event
            .getClass()
            .getSimpleName()
            .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
            .toLowerCase(Locale.ROOT);
    return golden(name);
  }

  private static String golden(String name) {
    var file = "/golden/agent-events/" + name + ".json";
    try (var in = AgentEventFormatTest.class.getResourceAsStream(file)) {
      return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
