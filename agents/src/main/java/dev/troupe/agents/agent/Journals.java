package dev.troupe.agents.agent;

import dev.troupe.persistence.StoredEvent;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Journals to read in: an agent can begin with what another one remembers. */
@FunctionalInterface
interface Journals {
  Journals EMPTY = (_, _, _) -> CompletableFuture.completedStage(List.of());

  /** Events after a sequence number, oldest first. */
  CompletionStage<List<StoredEvent>> events(String persistenceId, long after, int limit);
}
