package dev.troupe.agents.shared;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an agent has let the others of its task know in the course of one assignment.
 *
 * @param findings no more than {@link #FINDINGS_AT_MOST}; null for none
 * @param retracted what it does not hold any more, also of assignments before; null for none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Shared(@Nullable List<Finding> findings, @Nullable List<Retraction> retracted) {

  /** Per assignment. */
  public static final int FINDINGS_AT_MOST = 16;

  public static final Shared NOTHING = new Shared(null, null);

  /**
   * @param finding its id
   */
  public record Retraction(String finding, String author, Instant at) {
    public Retraction {
      at = at.truncatedTo(ChronoUnit.MILLIS);
    }
  }

  public Shared {
    findings = findings == null || findings.isEmpty() ? null : List.copyOf(findings);
    retracted = retracted == null || retracted.isEmpty() ? null : List.copyOf(retracted);
  }

  public boolean holdsNothing() {
    return findings == null && retracted == null;
  }

  /** About how many it takes in memory and on the wire. */
  public int bytes() {
    return entries("").stream().mapToInt(Entry::bytes).sum();
  }

  /**
   * @param task {@code tenant/taskId}
   */
  public List<Entry> entries(String task) {
    return Stream.concat(
            stream(findings).map(finding -> new Entry.Published(task, finding)),
            stream(retracted)
                .map(taken ->
                    new Entry.Retracted(task, taken.finding(), taken.author(), taken.at())))
        .map(Entry.class::cast)
        .toList();
  }

  private static <T> Stream<T> stream(@Nullable List<T> items) {
    return items == null ? Stream.empty() : items.stream();
  }
}
