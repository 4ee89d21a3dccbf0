package dev.troupe.agents.shared;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;
import static java.util.stream.Collectors.groupingBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one task's entries come to, oldest first: the same for the same entries in any order. Pure.
 *
 * @param findings that somebody still holds
 * @param contradictions both sides are kept
 */
public record Findings(
    List<Held> findings, List<Contradiction> contradictions, List<Entry.Claimed> claims) {
  /**
   * A finding and all who found it and still hold it.
   *
   * @param finding as its first author published it
   */
  public record Held(Finding finding, List<String> authors) {}

  /**
   * Two findings of which one says that the other cannot be true.
   *
   * @param says the one that says so
   */
  public record Contradiction(Held says, Held of) {}

  private static final Comparator<Entry.Claimed> EARLIEST_FIRST =
      comparing(Entry.Claimed::at)
          .thenComparingInt(Entry.Claimed::assignment)
          .thenComparing(Entry.Claimed::toString);

  /** An author's word on one finding. */
  private record Word(String finding, String author) {}

  public static Findings of(Collection<? extends Entry> entries) {
    var retracted =
        only(entries, Entry.Retracted.class)
            .collect(
                Collectors.toMap(
                    entry -> new Word(entry.finding(), entry.author()),
                    Entry.Retracted::at,
                    (one, other) -> one.isAfter(other) ? one : other));
    var held = held(entries, retracted);
    return new Findings(List.copyOf(held.values()), contradictions(held), claims(entries));
  }

  private static <E extends Entry> Stream<E> only(
      Collection<? extends Entry> entries, Class<E> type) {
    return entries.stream().filter(type::isInstance).map(type::cast);
  }

  private static Map<String, Held> held(
      Collection<? extends Entry> entries, Map<Word, Instant> retracted) {
    var byId =
        only(entries, Entry.Published.class)
            .map(Entry.Published::finding)
            .filter(finding -> isHeld(finding, retracted))
            .sorted(comparing(Finding::at).thenComparing(Finding::toString))
            .collect(groupingBy(Finding::id, LinkedHashMap::new, Collectors.toList()));
    var held = new LinkedHashMap<String, Held>();
    byId.forEach((id, same) -> {
      var authors =
          same.stream().map(Finding::author).collect(Collectors.toCollection(TreeSet::new));
      held.put(id, new Held(together(same), List.copyOf(authors)));
    });
    return held;
  }

  /** Whoever publishes it once more, behind having taken it back, holds it again. */
  private static boolean isHeld(Finding finding, Map<Word, Instant> retracted) {
    var takenBack = retracted.get(new Word(finding.id(), finding.author()));
    return takenBack == null || finding.at().isAfter(takenBack);
  }

  /** Each author may know of other contradictions. */
  private static Finding together(List<Finding> same) {
    var first = same.getFirst();
    var contradicts =
        same.stream()
            .flatMap(finding -> finding.contradicted().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    return new Finding(
        first.id(),
        first.author(),
        first.claim(),
        first.sources(),
        first.confidence(),
        List.copyOf(contradicts),
        first.at());
  }

  private static List<Contradiction> contradictions(Map<String, Held> held) {
    var contradictions = new ArrayList<Contradiction>();
    for (var says : held.values()) {
      for (var id : says.finding().contradicted()) {
        Optional.ofNullable(held.get(id))
            .filter(of -> !isSaid(contradictions, of, says))
            .ifPresent(of -> contradictions.add(new Contradiction(says, of)));
      }
    }
    return List.copyOf(contradictions);
  }

  /** Where each names the other, it is one contradiction. */
  private static boolean isSaid(List<Contradiction> contradictions, Held says, Held of) {
    return contradictions.contains(new Contradiction(says, of));
  }

  /** Of one question, who was given it last. */
  private static List<Entry.Claimed> claims(Collection<? extends Entry> entries) {
    return only(entries, Entry.Claimed.class)
        .collect(
            Collectors.toMap(
                claimed -> Question.plain(claimed.question()),
                claimed -> claimed,
                BinaryOperator.maxBy(EARLIEST_FIRST)))
        .values()
        .stream()
        .sorted(comparingInt(Entry.Claimed::assignment).thenComparing(Entry.Claimed::toString))
        .toList();
  }

  /** What others have found, for an agent to read. */
  public List<Finding> ofOthers(String author) {
    return findings.stream()
        .filter(held -> held.authors().stream().anyMatch(name -> !name.equals(author)))
        .map(Held::finding)
        .toList();
  }
}
