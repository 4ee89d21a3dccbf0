package dev.troupe.agents.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.troupe.agents.Usage;
import dev.troupe.agents.agent.AgentEvent.AssignmentAccepted;
import dev.troupe.agents.agent.AgentEvent.AssignmentCancelled;
import dev.troupe.agents.agent.AgentEvent.AssignmentFailed;
import dev.troupe.agents.agent.AgentEvent.AssignmentReturned;
import dev.troupe.agents.agent.AgentEvent.ModelReplied;
import dev.troupe.agents.agent.AgentEvent.PassagesRetrieved;
import dev.troupe.agents.agent.TranscriptCommand.Cancel;
import dev.troupe.agents.agent.TranscriptCommand.GiveUp;
import dev.troupe.agents.agent.TranscriptCommand.Hear;
import dev.troupe.agents.model.ToolRequest;
import dev.troupe.persistence.Decision;
import dev.troupe.persistence.Json;
import dev.troupe.persistence.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TranscriptTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final Usage ONE = new Usage(1, 10, 20);

  private static AssignmentAccepted accepted(int assignment, int attempt) {
    return new AssignmentAccepted(
        assignment, attempt, "h", 1, TextNode.valueOf("in"), List.of(), NOW);
  }

  private static Attempt.Open work(int assignment, int attempt) {
    return Attempt.Open.of(accepted(assignment, attempt));
  }

  private static ModelReplied reply(
      int assignment, int attempt, String text, @Nullable String fault) {
    return new ModelReplied(
        assignment, attempt, 1, text, ONE, "m", Duration.ofMillis(5), fault, NOW);
  }

  private static Hear heard(Attempt.Open work, String text, JsonNode output) {
    return new Hear(
        work,
        reply(work.assignment(), work.attempt(), text, null),
        new Reading.Sound(output),
        true);
  }

  private static Transcript given(AgentEvent... events) {
    var transcript = Transcript.EMPTY;
    for (var event : events) {
      transcript = transcript.evolve(event);
    }
    return transcript;
  }

  private static List<AgentEvent> events(Transcript transcript, TranscriptCommand command) {
    return switch (transcript.decide(command)) {
      case Decision.Accepted(var events) -> events;
      case Decision.Rejected(var reason) -> throw new AssertionError("refused: " + reason);
    };
  }

  private static Transcript then(Transcript transcript, TranscriptCommand command) {
    var next = transcript;
    for (var event : events(transcript, command)) {
      next = next.evolve(event);
    }
    return next;
  }

  @Test
  void records_acceptance_passages_reply_and_return_at_once() {
    var work = work(1, 1).withPassages(List.of("p-1"));

    assertThat(events(Transcript.EMPTY, heard(work, "out", TextNode.valueOf("out"))))
        .containsExactly(
            accepted(1, 1),
            new PassagesRetrieved(1, 1, List.of("p-1"), NOW),
            reply(1, 1, "out", null),
            new AssignmentReturned(1, 1, new Value.Reference(3, "text"), ONE, NOW));
  }

  @Test
  void refers_to_a_reply_that_is_the_output_and_repeats_what_was_completed() {
    var json = "{\"approved\": true, \"comments\": []}";
    var asText = then(Transcript.EMPTY, heard(work(1, 1), "out", TextNode.valueOf("out")));
    var asJson = then(asText, heard(work(2, 1), json, Json.parse(json)));
    var completed = then(asJson, heard(work(3, 1), json, Json.parse("{\"approved\":true}")));

    assertThat(completed.returned())
        .extracting(Attempt.Returned::output)
        .containsExactly(
            TextNode.valueOf("out"), Json.parse(json), Json.parse("{\"approved\":true}"));
    assertThat(events(asText, heard(work(2, 1), json, Json.parse(json))).getLast())
        .extracting("output")
        .isEqualTo(new Value.Reference(5, "json"));
  }

  @Test
  void keeps_the_sequence_number_of_the_return() {
    var transcript = then(Transcript.EMPTY, heard(work(1, 1), "out", TextNode.valueOf("out")));

    assertThat(transcript.sequence()).isEqualTo(3);
    assertThat(transcript.returned().getFirst().sequence()).isEqualTo(3);
  }

  @Test
  void records_a_refused_reply_alone_as_long_as_it_may_be_repaired() {
    var refused = reply(1, 1, "bad", "It is not JSON.");

    assertThat(
            events(
                Transcript.EMPTY,
                new Hear(work(1, 1), refused, new Reading.Faulty("It is not JSON."), true)))
        .containsExactly(accepted(1, 1), refused);
  }

  @Test
  void fails_on_a_refused_reply_that_may_not_be_repaired_and_adds_up_what_was_used() {
    var first = reply(1, 1, "bad", "It is not JSON.");
    var open = given(accepted(1, 1), first);
    var work = work(1, 1).withReply(first);
    var second = reply(1, 1, "worse", "It is not JSON.");

    assertThat(events(open, new Hear(work, second, new Reading.Faulty("It is not JSON."), false)))
        .containsExactly(
            second,
            new AssignmentFailed(
                1,
                1,
                "Model.InvalidReply",
                "The model's reply could not be used: It is not JSON.",
                new Usage(2, 20, 40),
                NOW));
  }

  @Test
  void records_a_failure_with_what_was_accepted() {
    assertThat(events(Transcript.EMPTY, new GiveUp(work(1, 1), "Model.Timeout", "late", NOW)))
        .containsExactly(
            accepted(1, 1), new AssignmentFailed(1, 1, "Model.Timeout", "late", Usage.NONE, NOW));
  }

  @Test
  void refuses_a_reply_to_an_attempt_that_was_cancelled_or_overtaken() {
    var cancelled = given(new AssignmentCancelled(1, 1, NOW));
    var overtaken = given(accepted(1, 2));

    for (var transcript : List.of(cancelled, overtaken)) {
      assertThat(transcript.decide(heard(work(1, 1), "out", TextNode.valueOf("out"))))
          .isEqualTo(Decision.reject(new TranscriptRejection.Outdated(1, 1)));
    }
  }

  @Test
  void cancels_what_it_never_heard_of_so_that_it_is_not_begun_later() {
    var transcript = then(Transcript.EMPTY, new Cancel(1, 1, NOW));

    assertThat(transcript.standing(1, 1))
        .isEqualTo(new Standing.Recorded(new Attempt.Cancelled(1, 1)));
    assertThat(transcript.standing(1, 2)).isEqualTo(new Standing.Unheard());
  }

  @Test
  void cancels_nothing_twice_and_nothing_that_is_finished() {
    var cancelled = then(Transcript.EMPTY, new Cancel(1, 1, NOW));
    var returned = then(Transcript.EMPTY, heard(work(1, 1), "out", TextNode.valueOf("out")));
    var retried = given(accepted(1, 2));

    assertThat(events(cancelled, new Cancel(1, 1, NOW))).isEmpty();
    assertThat(events(returned, new Cancel(1, 1, NOW))).isEmpty();
    assertThat(events(retried, new Cancel(1, 1, NOW))).isEmpty();
  }

  @Test
  void counts_calls_over_all_attempts_that_left_a_reply() {
    var transcript = given(accepted(1, 1), reply(1, 1, "bad", "no"), accepted(1, 2));

    assertThat(transcript.nextCall(1)).isEqualTo(2);
    assertThat(transcript.nextCall(2)).isEqualTo(1);
  }

  @Test
  void what_an_overtaken_attempt_used_is_told_with_the_next_one() {
    var faulty = reply(1, 1, "what?", "It is not JSON.");
    var transcript = given(accepted(1, 1), faulty, accepted(1, 2));

    var next = transcript.decide(heard(work(transcript, 1, 2), "done", TextNode.valueOf("done")));

    assertThat(returned(next).usage()).isEqualTo(new Usage(2, 20, 40));
  }

  @Test
  void what_a_cancelled_attempt_used_is_told_with_the_next_one() {
    var transcript =
        given(
            accepted(1, 1),
            reply(1, 1, "what?", "It is not JSON."),
            new AssignmentCancelled(1, 1, NOW),
            accepted(1, 2));

    assertThat(work(transcript, 1, 2).usage()).isEqualTo(ONE);
  }

  @Test
  void what_a_failed_attempt_used_was_told_with_its_failure() {
    var transcript =
        given(
            accepted(1, 1),
            reply(1, 1, "what?", "It is not JSON."),
            new AssignmentFailed(1, 1, "Model.Timeout", "late", ONE, NOW),
            accepted(1, 2));

    assertThat(work(transcript, 1, 2).usage()).isEqualTo(Usage.NONE);
  }

  private static ModelReplied asking(int call) {
    return new ModelReplied(
        1,
        1,
        call,
        "",
        ONE,
        "m",
        Duration.ofMillis(5),
        null,
        List.of(new ToolRequest("a", "look", "{}"), new ToolRequest("b", "look", "{}")),
        NOW);
  }

  @Test
  void the_next_attempt_goes_on_with_a_reply_that_nothing_has_come_of() {
    var transcript = given(accepted(1, 1), asking(1), new AssignmentCancelled(1, 1, NOW));

    var next = transcript.beginning(accepted(1, 2));

    assertThat(next.replies()).containsExactly(asking(1));
    assertThat(next.outstanding()).extracting(ToolPlace::place).containsExactly(1, 2);
    assertThat(next.usage()).isEqualTo(ONE);
    var recorded = transcript.evolve(next.accepted());
    assertThat(work(recorded, 1, 2)).isEqualTo(next);
    assertThat(recorded.beginning(accepted(1, 3)).replies()).containsExactly(asking(1));
  }

  @Test
  void an_attempt_that_was_recorded_without_such_a_reply_is_read_without_it() {
    var transcript = given(accepted(1, 1), asking(1), accepted(1, 2));

    assertThat(work(transcript, 1, 2).replies()).isEmpty();
  }

  @Test
  void no_attempt_goes_on_with_a_reply_that_asks_for_too_much() {
    var failed = new AssignmentFailed(1, 1, "Tool.CallLimit", "too many", ONE, NOW);
    var timedOut = new AssignmentFailed(1, 1, "Tool.Timeout", "late", ONE, NOW);

    assertThat(given(accepted(1, 1), asking(1), failed).beginning(accepted(1, 2)).replies())
        .isEmpty();
    assertThat(given(accepted(1, 1), asking(1), timedOut).beginning(accepted(1, 2)).replies())
        .containsExactly(asking(1));
  }

  @Test
  void what_an_earlier_attempt_was_shown_from_outside_is_not_forgotten_by_the_next() {
    var transcript =
        given(
            accepted(1, 1),
            new PassagesRetrieved(1, 1, List.of("p"), NOW),
            asking(1),
            accepted(1, 2));

    assertThat(transcript.hasShownUntrustedText(1)).isTrue();
    assertThat(transcript.hasShownUntrustedText(2)).isFalse();
  }

  private static Attempt.Open work(Transcript transcript, int assignment, int attempt) {
    return transcript.standing(assignment, attempt) instanceof Standing.Recorded(Attempt.Open open)
        ? open
        : work(assignment, attempt);
  }

  private static AssignmentReturned returned(Decision<AgentEvent, TranscriptRejection> decision) {
    return decision instanceof Decision.Accepted(var events)
            && events.getLast() instanceof AssignmentReturned returned
        ? returned
        : fail("not returned: " + decision);
  }
}
