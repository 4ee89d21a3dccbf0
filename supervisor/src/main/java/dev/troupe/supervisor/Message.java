package dev.troupe.supervisor;

import org.jspecify.annotations.Nullable;

/**
 * What somebody tells a task's agents while they work.
 *
 * @param text of 1 to {@value #CHARACTERS_AT_MOST} characters
 * @param to a role, or the number of an assignment at work; null for whoever is at work, and where
 *     nobody is, for who is next
 * @param key the same key is the same message; null for a new one
 */
public record Message(String task, String text, @Nullable String to, @Nullable String key) {
  public static final int CHARACTERS_AT_MOST = 4_000;
}
