package dev.troupe.agents.model;

import dev.troupe.agents.Role;

/** Answers without a language model, from the facts of a prompt alone. May block. */
@FunctionalInterface
public interface OfflineAnswers {
  String answer(Role role, Prompt prompt);
}
