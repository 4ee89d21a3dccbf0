package dev.troupe.agents.agent;

import dev.troupe.agents.Role;

/** A role as an assignment pins it, with the reader of its replies. */
record KnownRole(String hash, Role role, ReplyReader reader) {}
