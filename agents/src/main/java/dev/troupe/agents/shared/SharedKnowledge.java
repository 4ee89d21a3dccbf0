package dev.troupe.agents.shared;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What the agents of a task show each other. Never the truth: what it forgets, or has not heard of
 * yet, stands in journals. Tasks are named {@code tenant/taskId}.
 */
public interface SharedKnowledge {

  /** Where agents see nothing of each other. */
  SharedKnowledge NONE =
      new SharedKnowledge() {
        @Override
        public void publish(List<? extends Entry> entries) {}

        @Override
        public void remind(List<? extends Entry> entries) {}

        @Override
        public CompletionStage<List<Entry>> read(String task) {
          return CompletableFuture.completedStage(List.of());
        }

        @Override
        public void saw(String task, List<Seen> sources, Instant at) {}

        @Override
        public CompletionStage<List<Seen>> seen(String task) {
          return CompletableFuture.completedStage(List.of());
        }

        @Override
        public void forget(String task) {}

        @Override
        public void goesOn(String task) {}
      };

  /** At once on this node, soon on all others. The same again changes nothing. Never waits. */
  void publish(List<? extends Entry> entries);

  /**
   * The same for what should be there already, of one task: it is looked for first, and what there
   * is no room for is left out.
   */
  void remind(List<? extends Entry> entries);

  /** As this node knows it, without asking others; empty where that cannot be said in time. */
  CompletionStage<List<Entry>> read(String task);

  /**
   * An agent of the task has read these, so that others know of it. What is known already, or has
   * no room, changes nothing. Never waits.
   */
  void saw(String task, List<Seen> sources, Instant at);

  /** What the task's agents have read, sorted, as this node knows it; asks no others. */
  CompletionStage<List<Seen>> seen(String task);

  /** The task has ended: its entries are removed, and later those that were still under way. */
  void forget(String task);

  /** It goes on all the same: what was to be removed later stays. */
  void goesOn(String task);
}
