package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Role;
import dev.troupe.agents.tool.ToolSpec.Effect;
import dev.troupe.persistence.Json;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether what a reply asks for can be called, and may be. */
final class ToolCheck {
  private final ToolBox tools;
  private final Containment containment;
  private final Role role;
  private final Role.ToolUse use;
  private final List<String> callers;
  private final Transcript transcript;
  private final Attempt.Open work;

  /** What is known of a place before anything is called. */
  sealed interface Checked {
    ToolPlace place();
  }

  /** There is nothing here that could be called, or asked. */
  record Missing(ToolPlace place, String why) implements Checked {}

  /**
   * @param fault why it may not be called; what was called before is asked about all the same
   */
  record Found(ToolPlace place, ToolBox.Known known, JsonNode input, Optional<String> fault)
      implements Checked {
    boolean changes() {
      return known.tool().spec().effect() == Effect.CHANGES;
    }
  }

  /**
   * @param callers the roles whose models called for this work
   */
  ToolCheck(
      ToolBox tools,
      Containment containment,
      Role role,
      Role.ToolUse use,
      List<String> callers,
      Transcript transcript,
      Attempt.Open work) {
    this.callers = callers;
    this.tools = tools;
    this.containment = containment;
    this.role = role;
    this.use = use;
    this.transcript = transcript;
    this.work = work;
  }

  Checked of(ToolPlace place) {
    var request = place.request();
    var known = tools.find(role, request.name());
    if (known.isEmpty()) {
      return new Missing(
          place,
          "%s; there are %s."
              .formatted(
                  request.name().isBlank()
                      ? "The call names no tool"
                      : "There is no tool %s here".formatted(request.name()),
                  String.join(", ", use.names())));
    }
    var input = input(request.arguments());
    return input == null
        ? new Missing(place, "The arguments of %s are not JSON.".formatted(request.name()))
        : found(place, known.get(), input);
  }

  private Found found(ToolPlace place, ToolBox.Known known, JsonNode input) {
    var fault =
        known
            .schema()
            .fault(input)
            .or(() -> depth(known, input))
            .or(() -> containment(place, known, input));
    return new Found(place, known, input, fault);
  }

  private static @Nullable JsonNode input(String arguments) {
    try {
      return arguments.isBlank() ? Json.MAPPER.createObjectNode() : Json.parse(arguments);
    } catch (IllegalArgumentException notJson) {
      return null;
    }
  }

  /** Roles that call one another would go on for ever. */
  private Optional<String> depth(ToolBox.Known known, JsonNode input) {
    return known.name().equals(CallAgent.NAME) && callers.size() >= tools.callDepth()
        ? Optional.of(
            "%s was not called: %s > %s have called one another already, and troupe.agents.call-depth allows %d calls inside each other. Answer without it."
                .formatted(
                    input.path("role").asText(),
                    String.join(" > ", callers),
                    role.name(),
                    tools.callDepth()))
        : Optional.empty();
  }

  /** Text from outside may have told the model to do it. */
  private Optional<String> containment(ToolPlace place, ToolBox.Known known, JsonNode input) {
    boolean shown =
        work.showsUntrustedText(place.call())
            || transcript.hasShownUntrustedText(work.assignment());
    return shown && !use.changesAfterUntrusted() && containment.mayChange(known, input)
        ? Optional.of(
            "%s was not called: it changes something, or has a role work that can, and text from outside stands in this conversation. Answer without it."
                .formatted(known.name()))
        : Optional.empty();
  }
}
