package dev.troupe.agents.shared;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.pekko.cluster.ddata.GSet;
import org.apache.pekko.cluster.ddata.Key;
import org.apache.pekko.cluster.ddata.ORMap;
import org.apache.pekko.cluster.ddata.ORMapKey;
import org.apache.pekko.cluster.ddata.SelfUniqueAddress;

/**
 * What a node does to a bucket of sources: grow-only sets by {@code tenant/taskId@hour.piece}. Such
 * a set has no times, so the name has one: the hour, counted from 1970, in which what it holds was
 * read. What there is no room for is not added, for nothing could leave to make some. Pure.
 */
final class SourceBucket {
  static final int COUNT = 64;

  /** Of one task. */
  static final int SOURCES_AT_MOST = 256;

  /** Of one source: a longer address is not added. */
  static final int BYTES_AT_MOST = 512;

  private static final int IN_ONE_SET = 16;

  /** What the CRDT keeps beside a set. */
  private static final int OF_SET = 100;

  private static final int OF_SOURCE = 4;

  private static final long HOUR_SECONDS = Duration.ofHours(1).toSeconds();

  private static final List<Key<ORMap<String, GSet<String>>>> KEYS =
      IntStream.range(0, COUNT)
          .mapToObj(number -> ORMapKey.<String, GSet<String>>create("sources-" + number))
          .toList();

  private SourceBucket() {}

  /**
   * @param task {@code tenant/taskId}
   */
  static Key<ORMap<String, GSet<String>>> key(String task) {
    return KEYS.get(Math.floorMod(task.hashCode(), COUNT));
  }

  static List<Key<ORMap<String, GSet<String>>>> keys() {
    return KEYS;
  }

  /**
   * The same map where there is no news, or no room for it.
   *
   * @param at when they were read
   */
  static ORMap<String, GSet<String>> with(
      ORMap<String, GSet<String>> bucket,
      SelfUniqueAddress node,
      String task,
      Collection<String> sources,
      Instant at,
      Bounds bounds,
      Instant now) {
    var hour = Math.floorDiv(at.getEpochSecond(), HOUR_SECONDS);
    var known = Set.copyOf(of(bucket, task));
    var unknown = new LinkedHashSet<>(sources);
    unknown.removeAll(known);
    if (unknown.isEmpty() || isOver(hour, bounds, now)) {
      return bucket;
    }
    var next = bucket;
    var news = news(bucket, task + "@" + hour + ".", known.size(), unknown, bounds);
    for (var piece : news.entrySet()) {
      next =
          next.update(
              node, piece.getKey(), GSet.create(), earlier -> plus(earlier, piece.getValue()));
    }
    return next;
  }

  /** By set: a change of one is told as the whole of it, so that none gets large. */
  private static Map<String, Set<String>> news(
      ORMap<String, GSet<String>> bucket,
      String sets,
      int known,
      Set<String> unknown,
      Bounds bounds) {
    var left = bounds.sourcesBytes() - bytes(bucket);
    var number = known;
    var news = new LinkedHashMap<String, Set<String>>();
    for (var source : unknown) {
      var set = sets + number / IN_ONE_SET;
      var isNew = !bucket.getEntries().containsKey(set) && !news.containsKey(set);
      var bytes = Weight.of(source) + OF_SOURCE;
      var withSet = bytes + (isNew ? OF_SET + Weight.of(set) : 0);
      if (number < SOURCES_AT_MOST && bytes <= BYTES_AT_MOST && withSet <= left) {
        news.computeIfAbsent(set, _ -> new LinkedHashSet<>()).add(source);
        left -= withSet;
        number++;
      }
    }
    return news;
  }

  private static GSet<String> plus(GSet<String> known, Set<String> news) {
    var all = known;
    for (var source : news) {
      all = all.add(source);
    }
    return all.resetDelta();
  }

  /** About how many it takes in the store and on the wire. */
  static int bytes(ORMap<String, GSet<String>> bucket) {
    return bytes(bucket, bucket.getEntries().keySet());
  }

  private static int bytes(ORMap<String, GSet<String>> bucket, Set<String> sets) {
    var bytes = 0;
    for (var entry : bucket.getEntries().entrySet()) {
      if (sets.contains(entry.getKey())) {
        bytes += OF_SET + Weight.of(entry.getKey());
        for (var source : entry.getValue().getElements()) {
          bytes += OF_SOURCE + Weight.of(source);
        }
      }
    }
    return bytes;
  }

  /** A task's, sorted. */
  static List<String> of(ORMap<String, GSet<String>> bucket, String task) {
    return bucket.getEntries().entrySet().stream()
        .filter(entry -> task(entry.getKey()).equals(task))
        .flatMap(entry -> entry.getValue().getElements().stream())
        .distinct()
        .sorted()
        .toList();
  }

  static ORMap<String, GSet<String>> without(
      ORMap<String, GSet<String>> bucket, SelfUniqueAddress node, Collection<String> tasks) {
    return without(bucket, node, sets(bucket, set -> tasks.contains(task(set))));
  }

  static ORMap<String, GSet<String>> within(
      ORMap<String, GSet<String>> bucket, SelfUniqueAddress node, Bounds bounds, Instant now) {
    return without(bucket, node, over(bucket, bounds, now));
  }

  /** What is too old, and the oldest of what nodes that wrote apart have too much of. */
  private static Set<String> over(ORMap<String, GSet<String>> bucket, Bounds bounds, Instant now) {
    var over = sets(bucket, set -> isOver(hour(set), bounds, now));
    var bytes = bytes(bucket) - bytes(bucket, over);
    var oldestFirst =
        bucket.getEntries().keySet().stream()
            .filter(set -> !over.contains(set))
            .sorted(Comparator.comparingLong(SourceBucket::hour).thenComparing(set -> set))
            .toList();
    for (var set : oldestFirst) {
      if (bytes <= bounds.sourcesBytes()) {
        break;
      }
      over.add(set);
      bytes -= bytes(bucket, Set.of(set));
    }
    return over;
  }

  private static ORMap<String, GSet<String>> without(
      ORMap<String, GSet<String>> bucket, SelfUniqueAddress node, Set<String> sets) {
    var next = bucket;
    for (var set : sets) {
      next = next.remove(node, set);
    }
    return next;
  }

  private static Set<String> sets(ORMap<String, GSet<String>> bucket, Predicate<String> which) {
    return bucket.getEntries().keySet().stream()
        .filter(which)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static boolean isOver(long hour, Bounds bounds, Instant now) {
    return Instant.ofEpochSecond((hour + 1) * HOUR_SECONDS).isBefore(now.minus(bounds.keep()));
  }

  private static long hour(String set) {
    return Long.parseLong(set.substring(set.lastIndexOf('@') + 1, set.lastIndexOf('.')));
  }

  private static String task(String set) {
    return set.substring(0, set.lastIndexOf('@'));
  }
}
