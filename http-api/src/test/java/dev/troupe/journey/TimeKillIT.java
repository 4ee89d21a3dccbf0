package dev.troupe.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kills the real program with SIGKILL while tasks wait for a time, and starts it again before that
 * time or behind it.
 */
class TimeKillIT {
  private static final String WAIT =
      """
      {'StartAt':'Wait','States':{
        'Wait':{'Type':'Wait','Seconds':6,'Next':'Done'},'Done':{'Type':'Succeed'}}}
      """;

  /** The first attempt takes too long, the second waits for its time. */
  private static final String RETRY =
      """
      {'StartAt':'Work','States':{'Work':{'Type':'Task','Resource':'agent:bench-writer','End':true,
        'TimeoutSeconds':1,
        'Retry':[{'ErrorEquals':['States.Timeout'],'IntervalSeconds':6,'MaxAttempts':3}]}}}
      """;

  /** Its only attempt is still under way when the program is killed. */
  private static final String TIMEOUT =
      """
      {'StartAt':'Work','States':{
        'Work':{'Type':'Task','Resource':'agent:bench-writer','End':true,'TimeoutSeconds':6,
          'Catch':[{'ErrorEquals':['States.Timeout'],'Next':'Late'}]},
        'Late':{'Type':'Pass','Result':'late','End':true}}}
      """;

  private static final String EXPIRY =
      """
      {'QueryLanguage':'JSONata','StartAt':'Ask','States':{'Ask':{'Type':'Task','End':true,
        'Resource':'human:approval','Arguments':{'question':'Pay?','expiresInSeconds':6}}}}
      """;

  @TempDir Path folder;

  private record Asked(String sleep, String retry, String timeout, String expiry, Instant due) {}

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"before the time", "behind the time"})
  void what_waits_for_a_time_goes_on_then_and_not_sooner(String restart) {
    try (var models = ModelEndpoint.start(Duration.ofSeconds(60))) {
      var asked = submitAndKill(models);
      if (restart.startsWith("behind")) {
        while (Instant.now().isBefore(asked.due().plusSeconds(1))) {
          Program.pause();
        }
      }
      models.answerAfter(Duration.ZERO);
      try (var second = serve(models)) {
        check(new Client(second.url()), asked, models);
      }
    }
  }

  private Asked submitAndKill(ModelEndpoint models) {
    try (var first = serve(models)) {
      var client = new Client(first.url());
      var sleep = client.submit("Sleep.", json(WAIT));
      var retry = client.submit("Work.", json(RETRY));
      var timeout = client.submit("Hurry.", json(TIMEOUT));
      var expiry = client.submit("Pay?", json(EXPIRY));
      first.until("the retry's time", () -> event(client, retry, "retry-scheduled"));
      var due = dueAt(client, retry, "retry-scheduled");
      first.kill();
      return new Asked(sleep, retry, timeout, expiry, due);
    }
  }

  private static void check(Client client, Asked asked, ModelEndpoint models) {
    assertThat(client.await(asked.sleep()).path("status").textValue()).isEqualTo("completed");
    assertThat(at(client, asked.sleep(), "timer-fired"))
        .isAfterOrEqualTo(dueAt(client, asked.sleep(), "timer-started"));

    assertThat(client.await(asked.retry()).path("status").textValue()).isEqualTo("completed");
    assertThat(answers(models, asked.retry())).isEqualTo(1);
    var again = event(client, asked.retry(), "step-assigned", 2).orElseThrow();
    assertThat(at(again)).isAfterOrEqualTo(dueAt(client, asked.retry(), "retry-scheduled"));

    // Assigned again at the restart; behind its deadline what counts is which of the two is first.
    var hurried = client.await(asked.timeout());
    assertThat(hurried.path("status").textValue()).isEqualTo("completed");
    var answered = event(client, asked.timeout(), "step-returned").isPresent();
    var deadline = at(client, asked.timeout(), "step-assigned").plusSeconds(6);
    assertThat(event(client, asked.timeout(), "error-caught").isPresent()).isNotEqualTo(answered);
    if (!answered) {
      assertThat(at(client, asked.timeout(), "error-caught")).isAfterOrEqualTo(deadline);
    }

    var expired = client.await(asked.expiry());
    assertThat(expired.at("/error/type").textValue()).isEqualTo("Approval.Expired");
    var asking = event(client, asked.expiry(), "approval-requested").orElseThrow();
    assertThat(Instant.parse(expired.path("endedAt").textValue()))
        .isAfterOrEqualTo(at(asking).plusSeconds(6));
  }

  private static long answers(ModelEndpoint models, String id) {
    return models.ledger().stream()
        .filter(call -> call.task().equals(id) && call.answered())
        .count();
  }

  private static Instant dueAt(Client client, String id, String type) {
    return Instant.parse(event(client, id, type).orElseThrow().at("/data/dueAt").textValue());
  }

  private static Instant at(Client client, String id, String type) {
    return at(event(client, id, type).orElseThrow());
  }

  private static Instant at(JsonNode event) {
    return Instant.parse(event.path("at").textValue());
  }

  private static Optional<JsonNode> event(Client client, String id, String type) {
    return event(client, id, type, 1);
  }

  /** The first, second, ... event of a type. */
  private static Optional<JsonNode> event(Client client, String id, String type, int number) {
    var events = client.get("/v1/tasks/" + id + "/events").path("events");
    return StreamSupport.stream(events.spliterator(), false)
        .filter(event -> event.path("type").textValue().equals(type))
        .skip(number - 1L)
        .findFirst();
  }

  private static JsonNode json(String withSingleQuotes) {
    return Client.json(withSingleQuotes.replace('\'', '"'));
  }

  private Program serve(ModelEndpoint models) {
    return Program.serve(
        folder.resolve("logs"),
        folder.resolve("data"),
        "--model-url",
        models.url().toString(),
        "--quiet");
  }
}
