package dev.troupe.agents.model.offline;

import dev.troupe.agents.model.offline.Research.Claim;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stands where in a brief: each claim once, the best of every question in the answer, the rest
 * in the question's section.
 */
final class Outline {
  private static final double SAYS_THE_SAME_LIKENESS = 0.6;
  private static final double SAYS_THE_SAME_CONTAINMENT = 0.92;
  private static final int FEWEST_OF_LISTING = 2;
  private static final int MOST_IN_ANSWER = 14;

  /**
   * @param above claims that answer it and already stand further up
   * @param own claims that stand here
   */
  record Section(Research research, List<Claim> above, List<Claim> own) {}

  private final Material material;
  private final List<Research> research;
  private final Sides sides;
  private final Map<Claim, Claim> canonical = new LinkedHashMap<>();
  private final List<Claim> answer = new ArrayList<>();
  private final Map<Claim, Claim> contested = new LinkedHashMap<>();

  Outline(Material material, List<Research> research) {
    this.material = material;
    this.research = research;
    this.sides = new Sides(research);
    for (var one : research) for (var claim : one.claims()) register(claim);
    var single = research.stream().filter(one -> !one.claims().isEmpty()).count() == 1;
    for (var one : research) {
      if (Sides.isSide(one)) leadComparing(one);
      else lead(one, single);
    }
  }

  /** A claim that says the same as an earlier one is shown as the earlier one. */
  private void register(Claim claim) {
    if (canonical.containsKey(claim)) return;
    var same = canonical.values().stream().filter(known -> saysTheSame(known, claim)).findFirst();
    canonical.put(claim, same.orElse(claim));
  }

  private boolean saysTheSame(Claim one, Claim other) {
    if (one.quote().equals(other.quote())) return true;
    if (material.standTogether(one, other)) return false;
    if (!Quantity.in(one.quote()).equals(Quantity.in(other.quote()))) return false;
    if (Disagreements.isDenied(one.quote()) != Disagreements.isDenied(other.quote())) return false;
    return Trigrams.likeness(one.quote(), other.quote()) > SAYS_THE_SAME_LIKENESS
        || Trigrams.containment(one.quote(), other.quote()) > SAYS_THE_SAME_CONTAINMENT;
  }

  Claim shown(Claim claim) {
    return canonical.getOrDefault(claim, claim);
  }

  /** Two things were to be compared, and no claim does. */
  boolean leavesUncompared() {
    return sides.exist()
        && research.stream()
            .flatMap(one -> one.claims().stream())
            .noneMatch(claim -> sides.compares(claim, material.header(claim)));
  }

  List<Claim> answer() {
    return List.copyOf(answer);
  }

  /** Stands in the answer only because it contradicts a claim there. */
  boolean isContested(Claim claim) {
    return contested.containsKey(claim);
  }

  /** The answer shows already that these two disagree. */
  boolean isShownAsDisagreeing(Claim one, Claim other) {
    return one.equals(contested.get(other)) || other.equals(contested.get(one));
  }

  private void lead(Research one, boolean single) {
    if (one.claims().isEmpty()) return;
    var listing = leadingListing(one);
    var listed = listing.size() >= FEWEST_OF_LISTING ? listing.size() : 1;
    var leads = one.leading() == 0 ? listed : one.leading();
    var most = single || leads <= listed ? leads : listed;
    for (var at = 0; at < Math.min(most, one.claims().size()); at++) {
      if (contradicts(one, at, most)) continue;
      var claim = shown(one.claims().get(at));
      addToAnswer(claim);
      rival(one, at).ifPresent(rival -> contest(rival, claim));
    }
  }

  /** Of things to choose between, only what compares them answers; the rest is told of each. */
  private void leadComparing(Research one) {
    for (var claim : one.claims())
      if (sides.compares(claim, material.header(claim))) addToAnswer(shown(claim));
  }

  private void contest(Claim rival, Claim claim) {
    if (addToAnswer(rival)) contested.put(rival, claim);
  }

  private boolean addToAnswer(Claim claim) {
    return !answer.contains(claim) && answer.size() < MOST_IN_ANSWER && answer.add(claim);
  }

  private List<Claim> leadingListing(Research one) {
    var first = one.claims().getFirst();
    var listing = new ArrayList<Claim>();
    for (var claim : one.claims()) {
      if (!claim.equals(first) && !material.standTogether(first, claim)) break;
      listing.add(claim);
    }
    return listing;
  }

  private static boolean contradicts(Research one, int at, int most) {
    return one.disagreements().stream()
        .anyMatch(
            two -> two.claims().getLast() == at && two.claims().getFirst() < Math.min(at, most));
  }

  private Optional<Claim> rival(Research one, int at) {
    return one.disagreements().stream()
        .filter(conflict -> conflict.claims().getFirst() == at)
        .map(conflict -> shown(one.claims().get(conflict.claims().getLast())))
        .findFirst();
  }

  List<Section> sections() {
    var shown = new HashSet<>(answer);
    var sections = new ArrayList<Section>();
    for (var one : research) {
      var above = new ArrayList<Claim>();
      var own = new ArrayList<Claim>();
      for (var claim : one.claims()) {
        var face = shown(claim);
        if (own.contains(face) || above.contains(face)) continue;
        (shown.contains(face) ? above : own).add(face);
      }
      shown.addAll(own);
      sections.add(new Section(one, above, own));
    }
    return sections;
  }
}
