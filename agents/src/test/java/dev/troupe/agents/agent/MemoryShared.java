package dev.troupe.agents.agent;

import dev.troupe.agents.shared.Entry;
import dev.troupe.agents.shared.SharedKnowledge;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Shared knowledge in memory. */
final class MemoryShared implements SharedKnowledge {
  final List<Entry> entries = new CopyOnWriteArrayList<>();
  final AtomicInteger reads = new AtomicInteger();

  @Override
  public void publish(List<? extends Entry> news) {
    news.stream().filter(entry -> !entries.contains(entry)).forEach(entries::add);
  }

  @Override
  public void remind(List<? extends Entry> entries) {
    publish(entries);
  }

  @Override
  public CompletionStage<List<Entry>> read(String task) {
    reads.incrementAndGet();
    return CompletableFuture.completedStage(
        entries.stream().filter(entry -> entry.task().equals(task)).toList());
  }

  @Override
  public void forget(String task) {
    entries.removeIf(entry -> entry.task().equals(task));
  }

  @Override
  public void goesOn(String task) {}
}
