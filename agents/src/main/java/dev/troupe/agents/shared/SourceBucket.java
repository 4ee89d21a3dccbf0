package dev.troupe.agents.shared;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
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
 * What a node does to a bucket of sources: grow-only sets by {@code tenant/taskId@hour}. Such a set
 * has no times, so the name has one: the hour, counted from 1970, in which what it holds was read.
 * What there is no room for is not added, for nothing could leave to make some. Pure.
 */
final class SourceBucket {
  static final int COUNT = 64;

  /** Of one task. */
  static final int SOURCES_AT_MOST = 256;

  /** Of one source: a longer address is not added. */
  static final int BYTES_AT_MOST = 512;

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
    var set = task + "@" + Math.floorDiv(at.getEpochSecond(), HOUR_SECONDS);
    var news = news(bucket, set, sources, bounds);
    return news.isEmpty() || isOver(set, bounds, now)
        ? bucket
        : bucket.update(node, set, GSet.create(), known -> plus(known, news));
  }

  private static Set<String> news(
      ORMap<String, GSet<String>> bucket, String set, Collection<String> sources, Bounds bounds) {
    var known = Set.copyOf(of(bucket, task(set)));
    var places = SOURCES_AT_MOST - known.size();
    var left = bounds.sourcesBytes() - bytes(bucket);
    if (!bucket.getEntries().containsKey(set)) {
      left -= OF_SET + Weight.of(set);
    }
    var news = new LinkedHashSet<String>();
    for (var source : sources) {
      var bytes = Weight.of(source) + OF_SOURCE;
      if (!known.contains(source)
          && bytes <= Math.min(BYTES_AT_MOST, left)
          && news.size() < places
          && news.add(source)) {
        left -= bytes;
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
    var bytes = 0;
    for (var entry : bucket.getEntries().entrySet()) {
      bytes += OF_SET + Weight.of(entry.getKey());
      for (var source : entry.getValue().getElements()) {
        bytes += OF_SOURCE + Weight.of(source);
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

  static boolean has(ORMap<String, GSet<String>> bucket, String task) {
    return !sets(bucket, set -> task(set).equals(task)).isEmpty();
  }

  static boolean hasOver(ORMap<String, GSet<String>> bucket, Bounds bounds, Instant now) {
    return !sets(bucket, set -> isOver(set, bounds, now)).isEmpty();
  }

  static ORMap<String, GSet<String>> without(
      ORMap<String, GSet<String>> bucket, SelfUniqueAddress node, String task) {
    return without(bucket, node, sets(bucket, set -> task(set).equals(task)));
  }

  static ORMap<String, GSet<String>> within(
      ORMap<String, GSet<String>> bucket, SelfUniqueAddress node, Bounds bounds, Instant now) {
    return without(bucket, node, sets(bucket, set -> isOver(set, bounds, now)));
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
    return bucket.getEntries().keySet().stream().filter(which).collect(Collectors.toSet());
  }

  private static boolean isOver(String set, Bounds bounds, Instant now) {
    var hour = Long.parseLong(set.substring(set.lastIndexOf('@') + 1));
    return Instant.ofEpochSecond((hour + 1) * HOUR_SECONDS).isBefore(now.minus(bounds.keep()));
  }

  private static String task(String set) {
    return set.substring(0, set.lastIndexOf('@'));
  }
}
