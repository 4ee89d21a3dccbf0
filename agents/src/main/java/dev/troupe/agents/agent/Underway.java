package dev.troupe.agents.agent;

import dev.troupe.agents.knowledge.Passage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an agent waits for. */
sealed interface Underway permits Turn, ToolRound, Unread, Judged {

  /** What comes of it is not wanted any more. */
  void stop();

  /** The attempt as it stood when this was begun; null where nothing was. */
  Attempt.@Nullable Open work();

  /** The model that is asked; empty where none is, or none yet. */
  default Optional<String> model() {
    return Optional.empty();
  }

  /** The passages in the prompt; none where there is none, or none yet. */
  default List<Passage> shown() {
    return List.of();
  }
}
