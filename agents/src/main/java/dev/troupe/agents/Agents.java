package dev.troupe.agents;

import java.util.Optional;

/** The public door of this module: who can be given work, and how. */
public interface Agents {

  /** The role as configured now, with the hash under which it is stored; empty if there is none. */
  Optional<PinnedRole> role(String name);

  /** Delivers a command to the agent's entity, wherever it lives; never blocks, may be lost. */
  void tell(String role, AgentId agent, AgentCommand command);

  record PinnedRole(String hash, Role role) {}
}
