package dev.troupe.agents;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an agent is: data, not code. Stored by the SHA-256 of its canonical JSON and pinned per
 * assignment, so that a changed configuration never changes work under way.
 *
 * @param name the {@code NAME} of {@code agent:NAME}; {@code [a-z][a-z0-9-]{0,31}}
 * @param kind how its prompt is laid out and what it is checked for
 * @param instructions the system message
 * @param model {@code offline} or {@code provider/model}
 * @param baseUrl replaces the provider's endpoint
 * @param outputSchema JSON Schema of its output, or null for plain text
 * @param tools what its model may ask for; null for nothing
 * @param otherModels null where {@code model} alone is asked
 * @param cache where answers are kept that identical requests get again; null for nowhere
 * @param guards what can refuse its answers, in this order; null for nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Role(
    String name,
    Kind kind,
    String instructions,
    String model,
    @Nullable String baseUrl,
    @Nullable JsonNode outputSchema,
    Limits limits,
    @Nullable ToolUse tools,
    @Nullable OtherModels otherModels,
    @Nullable Cache cache,
    @Nullable List<Guardrail> guards) {

  /** A role without tools and cache, whose model alone is asked. */
  public Role(
      String name,
      Kind kind,
      String instructions,
      String model,
      @Nullable String baseUrl,
      @Nullable JsonNode outputSchema,
      Limits limits) {
    this(name, kind, instructions, model, baseUrl, outputSchema, limits, null, null, null, null);
  }

  /** On one node, until it stops. */
  public enum Cache {
    MEMORY
  }

  /**
   * PLAIN takes any JSON and returns text; the others are the team of the workflows {@code report},
   * {@code team} and {@code planned}.
   */
  public enum Kind {
    PLAIN,
    PLANNER,
    RESEARCHER,
    WRITER,
    REVIEWER,
    /** Says who works next. */
    ROUTER,
    /** Writes a workflow. */
    WORKFLOW_PLANNER
  }

  /**
   * @param names the only tools that its model may ask for
   * @param calls per assignment
   * @param timeout per call
   * @param characters of calls and results that a prompt shows; 0 for all
   * @param changesAfterUntrusted whether a tool that changes something may still be called once
   *     text from outside stands in the conversation
   * @param roles the only roles that its model may call; null for none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ToolUse(
      List<String> names,
      int calls,
      Duration timeout,
      int characters,
      boolean changesAfterUntrusted,
      @Nullable List<String> roles) {

    public ToolUse {
      names = List.copyOf(names);
      roles = roles == null ? null : List.copyOf(roles);
    }

    /** Of a model that calls no roles. */
    public ToolUse(
        List<String> names,
        int calls,
        Duration timeout,
        int characters,
        boolean changesAfterUntrusted) {
      this(names, calls, timeout, characters, changesAfterUntrusted, null);
    }

    public List<String> mayCall() {
      return roles == null ? List.of() : roles;
    }
  }

  /**
   * @param modelCalls per attempt of an assignment, repair turns included; replies that ask for
   *     tools are counted by {@link ToolUse#calls} instead
   * @param maxOutputTokens per call
   * @param timeout per call
   */
  public record Limits(int modelCalls, int maxOutputTokens, Duration timeout) {}

  /** What a model is asked for. */
  public enum Turn {
    /** To split the work: a planner's answer. */
    PLAN,
    /** To do the work: every other role's answer. */
    DRAFT,
    /** To mend an answer that could not be used. */
    REPAIR
  }

  /**
   * The models of a role besides its own.
   *
   * @param fallbacks asked one after the other where the model before is overloaded, late or down
   * @param turns asked in place of the role's own for these turns
   */
  public record OtherModels(List<String> fallbacks, Map<Turn, String> turns) {
    public OtherModels {
      fallbacks = List.copyOf(fallbacks);
      turns = Map.copyOf(turns);
    }
  }

  public List<String> fallbacks() {
    return otherModels == null ? List.of() : otherModels.fallbacks();
  }

  public List<Guardrail> guardrails() {
    return guards == null ? List.of() : guards;
  }

  /** The role as it asks for one turn. */
  public Role forTurn(Turn turn) {
    return otherModels == null
        ? this
        : asking(otherModels.turns().getOrDefault(turn, model), otherModels);
  }

  /** The role on a model that was named by whoever wants it, which is then asked alone. */
  public Role withModel(String other) {
    return asking(other, null);
  }

  /** The role on one of its models, and the ones that follow that. */
  public Role withModels(String first, List<String> then) {
    return asking(first, new OtherModels(then, Map.of()));
  }

  private Role asking(String other, @Nullable OtherModels others) {
    return new Role(
        name,
        kind,
        instructions,
        other,
        // An endpoint belongs to the model that it was configured with.
        other.equals(model) ? baseUrl : null,
        outputSchema,
        limits,
        tools,
        others,
        cache,
        guards);
  }
}
