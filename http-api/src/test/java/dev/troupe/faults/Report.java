package dev.troupe.faults;

import dev.troupe.faults.Evidence.Row;
import dev.troupe.faults.Run.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A run in figures, taken from the records alone. */
final class Report {
  private final Outcome outcome;

  private Report(Outcome outcome) {
    this.outcome = outcome;
  }

  static String of(Outcome outcome) {
    return new Report(outcome).text();
  }

  private String text() {
    var evidence = outcome.evidence();
    var lines = new ArrayList<String>();
    var ends =
        evidence.told().stream()
            .collect(
                Collectors.groupingBy(Evidence.Told::status, TreeMap::new, Collectors.counting()));
    lines.add(
        "%d tasks accepted, by their end: %s; %d requests repeated by clients"
            .formatted(evidence.told().size(), ends, outcome.repeated()));
    lines.add(
        "%d of them watched to the end, with %d new connections; %d answers about findings compared"
            .formatted(
                evidence.told().stream().filter(told -> !told.watched().isEmpty()).count(),
                outcome.reconnected(),
                evidence.shown().size()));
    lines.add(
        "%d events in %d journals, %d of them taken over; %d model calls answered, %d of them again"
            .formatted(
                evidence.rows().size(),
                evidence.rows().stream().map(Row::journal).distinct().count(),
                evidence.lineages().size(),
                evidence.answered().size(),
                evidence.answered().size()
                    - evidence.answered().stream().map(Evidence.Answered::key).distinct().count()));
    new TreeMap<>(evidence.faults())
        .forEach((kind, count) -> lines.add("  %3d x %s".formatted(count, kind)));
    line("from kill -9 to the first step that went on elsewhere", resumed()).ifPresent(lines::add);
    line("from kill -9 until the others had decided", decided()).ifPresent(lines::add);
    line("from Cassandra's return to the next event", returned()).ifPresent(lines::add);
    line("until every node saw every other again", settled()).ifPresent(lines::add);
    return String.join(System.lineSeparator(), lines);
  }

  private static Optional<String> line(String what, List<Duration> times) {
    if (times.isEmpty()) {
      return Optional.empty();
    }
    var sorted = times.stream().sorted().toList();
    return Optional.of(
        "%s: %d times, p50 %.1f s, max %.1f s"
            .formatted(
                what,
                sorted.size(),
                seconds(sorted.get(sorted.size() / 2)),
                seconds(sorted.getLast())));
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }

  /**
   * Of each kill, until a journal that was begun before it has an event of another writer. What was
   * taken over before the others had decided was handed over by whoever lives, and a kill behind
   * which nothing is until all is well again had nothing to hand over: both are left out.
   */
  List<Duration> resumed() {
    var takenOver = takenOver();
    var times = new ArrayList<Duration>();
    for (var one : outcome.injected()) {
      if (one.fault().isKill()) {
        takenOver.stream()
            .filter(taken -> taken.begun().isBefore(one.inflicted()))
            .map(TakenOver::at)
            .filter(at -> at.isAfter(one.decided()) && at.isBefore(one.settled()))
            .min(Comparator.naturalOrder())
            .ifPresent(at -> times.add(Duration.between(one.inflicted(), at)));
      }
    }
    return times;
  }

  private List<Duration> decided() {
    return outcome.injected().stream()
        .filter(one -> one.fault().isKill() && one.decided().isBefore(one.relieved()))
        .map(one -> Duration.between(one.inflicted(), one.decided()))
        .toList();
  }

  /**
   * @param begun when the writer before wrote first
   * @param at when the next one did
   */
  private record TakenOver(Instant begun, Instant at) {}

  private List<TakenOver> takenOver() {
    var journals = new HashMap<String, Map<Long, Instant>>();
    for (var row : outcome.evidence().rows()) {
      journals
          .computeIfAbsent(row.journal(), _ -> new TreeMap<>())
          .merge(row.epoch(), row.at(), (one, other) -> one.isBefore(other) ? one : other);
    }
    var taken = new ArrayList<TakenOver>();
    for (var epochs : journals.values()) {
      var firsts = List.copyOf(epochs.values());
      for (var i = 1; i < firsts.size(); i++) {
        taken.add(new TakenOver(firsts.get(i - 1), firsts.get(i)));
      }
    }
    return taken;
  }

  private List<Duration> returned() {
    var times = new ArrayList<Duration>();
    for (var one : outcome.injected()) {
      if (one.fault().isOfCassandra()) {
        outcome.evidence().rows().stream()
            .map(Row::at)
            .filter(at -> at.isAfter(one.relieved()))
            .min(Comparator.naturalOrder())
            .ifPresent(at -> times.add(Duration.between(one.relieved(), at)));
      }
    }
    return times;
  }

  private List<Duration> settled() {
    return outcome.injected().stream()
        .map(one -> Duration.between(one.relieved(), one.settled()))
        .toList();
  }
}
