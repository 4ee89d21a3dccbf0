package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agents.Role;
import dev.troupe.agents.tool.ToolSpec.Effect;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Tells whether a call may end in a change, by its tool or by a role that it has work. */
final class Containment {
  private final ToolBox tools;
  private final Function<String, Optional<Role>> roles;

  /**
   * @param roles as they are configured, by name
   */
  Containment(ToolBox tools, Function<String, Optional<Role>> roles) {
    this.tools = tools;
    this.roles = roles;
  }

  boolean mayChange(ToolBox.Known known, JsonNode input) {
    return known.tool().spec().effect() == Effect.CHANGES
        || (known.name().equals(CallAgent.NAME)
            && mayChange(input.path("role").asText(), new HashSet<>()));
  }

  /** What is asked of it may be what text from outside wants done. */
  private boolean mayChange(String role, Set<String> seen) {
    if (!seen.add(role)) {
      return false;
    }
    var use = roles.apply(role).map(Role::tools);
    return use.isPresent()
        && (use.get().names().stream().anyMatch(this::changes)
            || use.get().mayCall().stream().anyMatch(next -> mayChange(next, seen)));
  }

  /** A tool that is not here yet may come. */
  private boolean changes(String tool) {
    return !ToolBox.isBuiltIn(tool)
        && tools.find(tool).map(it -> it.tool().spec().effect() == Effect.CHANGES).orElse(true);
  }
}
