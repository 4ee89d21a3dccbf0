package dev.troupe.agents.agent;

import dev.troupe.agents.shared.Entry;
import dev.troupe.agents.shared.Seen;
import dev.troupe.agents.shared.SharedKnowledge;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Shared knowledge in memory. */
final class MemoryShared implements SharedKnowledge {
  final List<Entry> entries = new CopyOnWriteArrayList<>();
  final Map<String, List<Seen>> seen = new ConcurrentHashMap<>();
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
  public void saw(String task, List<Seen> sources, Instant at) {
    seen.computeIfAbsent(task, _ -> new CopyOnWriteArrayList<>()).addAll(sources);
  }

  @Override
  public CompletionStage<List<Seen>> seen(String task) {
    return CompletableFuture.completedStage(List.copyOf(seen.getOrDefault(task, List.of())));
  }

  @Override
  public void forget(String task) {
    seen.remove(task);
    entries.removeIf(entry -> entry.task().equals(task));
  }

  @Override
  public void goesOn(String task) {}
}
