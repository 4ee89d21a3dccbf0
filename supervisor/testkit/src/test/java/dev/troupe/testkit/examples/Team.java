package dev.troupe.testkit.examples;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Usage;
import dev.troupe.agents.model.ModelFailure;
import dev.troupe.agents.model.ModelGateway;
import dev.troupe.agents.model.ModelReply;
import dev.troupe.persistence.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A model that answers by what it is given: a team that agrees, until a test says otherwise. */
final class Team implements ModelGateway {
  /** In place of an answer: none, ever. */
  static final String SILENCE = "";

  static final String APPROVED = "{\"approved\": true, \"comments\": []}";
  static final String REFUSED =
      "{\"approved\": false, \"comments\": [{\"fault\": \"repetition\", \"text\": \"Said twice.\"}]}";
  static final String NOTHING = "{\"answered\": false, \"claims\": [], \"disagreements\": []}";
  static final String NO_ANSWER =
      "{\"markdown\": \"Nothing is known.\", \"outcome\": \"no-answer\"}";

  /** Role and input of every call so far. */
  final List<Asked> asked = new CopyOnWriteArrayList<>();

  private final Map<String, Function<JsonNode, String>> answers = new ConcurrentHashMap<>();

  record Asked(String role, JsonNode input) {}

  Team() {
    answers.put(
        "planner", input -> Json.write(Map.of("questions", List.of(input.path("goal").asText()))));
    answers.put("researcher", _ -> claims(Example.KNOWN));
    answers.put("writer", _ -> draft("It is known. [1]"));
    answers.put("reviewer", _ -> APPROVED);
  }

  /** What a role answers to an input; it may throw a {@link ModelFailure}. */
  Team with(String role, Function<JsonNode, String> answer) {
    answers.put(role, answer);
    return this;
  }

  static String claims(String... quotes) {
    var claims =
        List.of(quotes).stream()
            .map(quote -> Map.of("text", quote, "quote", quote, "passage", "P1"))
            .toList();
    return Json.write(Map.of("answered", true, "claims", claims, "disagreements", List.of()));
  }

  static String draft(String markdown) {
    return Json.write(Map.of("markdown", markdown, "outcome", "answered"));
  }

  static ModelFailure unavailable() {
    return new ModelFailure(ModelFailure.Kind.UNAVAILABLE, "the provider is down");
  }

  List<JsonNode> askedOf(String role) {
    return asked.stream().filter(one -> one.role().equals(role)).map(Asked::input).toList();
  }

  @Override
  public Optional<String> faultOfModel(String model) {
    return Optional.empty();
  }

  @Override
  public CompletionStage<ModelReply> ask(Call call) {
    var role = call.role().name();
    asked.add(new Asked(role, call.prompt().input()));
    try {
      var text = answers.getOrDefault(role, _ -> SILENCE).apply(call.prompt().input());
      return text.equals(SILENCE)
          ? new CompletableFuture<>()
          : CompletableFuture.completedFuture(
              new ModelReply(text, new Usage(1, 1, 1), "scripted", Duration.ofMillis(1)));
    } catch (ModelFailure failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }
}
