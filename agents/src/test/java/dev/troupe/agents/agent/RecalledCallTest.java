package dev.troupe.agents.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.troupe.agents.CallNumber;
import dev.troupe.agents.Role;
import dev.troupe.agents.Usage;
import dev.troupe.agents.agent.AgentEvent.AssignmentAccepted;
import dev.troupe.agents.agent.AgentEvent.ModelReplied;
import dev.troupe.agents.agent.AgentEvent.PassagesRetrieved;
import dev.troupe.agents.agent.RecalledCall.Recorded;
import dev.troupe.agents.knowledge.ContentHash;
import dev.troupe.agents.knowledge.Passage;
import dev.troupe.agents.model.ModelFailure;
import dev.troupe.agents.model.ModelGateway;
import dev.troupe.agents.model.ModelReply;
import dev.troupe.agents.model.Sent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** A proof has to fail where something is not as it was. */
final class RecalledCallTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final Role CLERK =
      new Role(
          "clerk",
          Role.Kind.PLAIN,
          "Answer.",
          "stub/m-1",
          null,
          null,
          new Role.Limits(2, 100, Duration.ofSeconds(20)));
  private static final List<ToolSpecification> NO_TOOLS = List.of();

  private String body = "as it was";

  /** It renders one body for everything. */
  private final ModelGateway gateway =
      new ModelGateway() {
        @Override
        public Optional<String> faultOfModel(String model) {
          return Optional.empty();
        }

        @Override
        public CompletionStage<ModelReply> ask(Call call) {
          throw new AssertionError("Nothing is asked again");
        }

        @Override
        public Optional<String> rendered(Call call) {
          if (body.equals("refused")) {
            throw new ModelFailure(ModelFailure.Kind.NOT_CONFIGURED, "there is no provider 'stub'");
          }
          return Optional.of(body).filter(text -> !text.isEmpty());
        }
      };

  private static AnsweredCall call() {
    return AnsweredCall.of(journal(1)).getFirst();
  }

  private static List<AgentEvent> journal(int calls) {
    var sent = new Sent("stub/m-1", ContentHash.of("as it was".getBytes(StandardCharsets.UTF_8)));
    var accepted = new AssignmentAccepted(1, 1, "h", 1, TextNode.valueOf("in"), List.of(), NOW);
    var events = new ArrayList<AgentEvent>();
    events.add(accepted);
    events.add(new PassagesRetrieved(1, 1, List.of("p-1"), NOW));
    for (var number = 1; number <= calls; number++) {
      events.add(
          new ModelReplied(
              1,
              1,
              number,
              "text",
              Usage.NONE,
              "m",
              Duration.ofMillis(5),
              "wrong",
              null,
              sent,
              "tools-hash",
              null,
              NOW));
    }
    return events;
  }

  private RecalledCall recalled(Recorded recorded) {
    return new RecalledCall(gateway, recorded, "default", "t-1");
  }

  private RecalledCall.Request request(Recorded recorded) {
    var recalled = recalled(recorded);
    return recalled.request(call(), recalled.prompt(call())).orElseThrow();
  }

  private static Recorded whole() {
    return new Recorded(
        Map.of("h", CLERK), Map.of("p-1", passage()), Map.of("tools-hash", NO_TOOLS));
  }

  private static Passage passage() {
    return new Passage(
        "p-1",
        "notes",
        "notes.md",
        null,
        0,
        Passage.Kind.PROSE,
        "Three days.",
        List.of("Three days."),
        null);
  }

  @Test
  void is_proven_where_the_same_bytes_come_out() {
    var request = request(whole());

    assertThat(request.proven()).isTrue();
    assertThat(request.doubt()).isNull();
    assertThat(request.body()).isEqualTo("as it was");
  }

  @Test
  void is_not_proven_where_one_byte_differs() {
    body = "as it wa5";

    var request = request(whole());

    assertThat(request.proven()).isFalse();
    assertThat(request.doubt()).startsWith("it differs from what was sent");
  }

  @Test
  void is_in_doubt_where_what_it_was_made_of_is_gone() {
    var passages = Map.of("p-1", passage());
    var roles = Map.of("h", CLERK);
    var tools = Map.of("tools-hash", NO_TOOLS);

    assertThat(request(new Recorded(roles, Map.of(), tools)).doubt()).startsWith("passages");
    assertThat(request(new Recorded(roles, passages, Map.of())).doubt()).startsWith("the tools");
    assertThat(request(new Recorded(Map.of(), passages, tools)).doubt()).startsWith("the role");
    body = "";
    assertThat(request(whole()).doubt()).startsWith("its provider sends nothing");
    body = "refused";
    assertThat(request(whole()).doubt()).isEqualTo("there is no provider 'stub'");
  }

  @Test
  void bodies_beyond_the_room_are_told_of_and_not_built() {
    body = "x".repeat(3 * 1024 * 1024);
    var view = new CallsView(journal(3), recalled(whole()));

    var calls = view.json(Optional.empty());

    assertThat(calls.at("/0/request/body").textValue()).hasSize(body.length());
    assertThat(calls.at("/1/request").has("body")).isFalse();
    assertThat(calls.at("/2/request/leftOut").textValue()).contains("ask for this call alone");
    assertThat(view.json(Optional.of(new CallNumber(1, 3))).at("/0/request/body").textValue())
        .hasSize(body.length());
  }
}
