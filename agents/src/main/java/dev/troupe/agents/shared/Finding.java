package dev.troupe.agents.shared;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.troupe.agents.knowledge.ContentHash;
import dev.troupe.persistence.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A claim that an agent has published to the others of its task.
 *
 * @param id a hash of claim and sources: two agents that find the same have found one thing
 * @param author {@code role/number} of the agent
 * @param confidence from 0 to 1; null where its author did not say
 * @param contradicts ids of findings that cannot be true if this one is; null for none
 * @param at to the millisecond, so that it is the same wherever it comes from
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Finding(
    String id,
    String author,
    String claim,
    List<Source> sources,
    @Nullable Double confidence,
    @Nullable List<String> contradicts,
    Instant at) {

  /** With its sources and the longest name of an author, written as JSON. */
  public static final int BYTES_AT_MOST = 1024;

  private static final int AUTHOR_BYTES = 44;

  private static final int ID_CHARACTERS = 16;

  public Finding {
    sources = List.copyOf(sources);
    contradicts = contradicts == null || contradicts.isEmpty() ? null : List.copyOf(contradicts);
    at = at.truncatedTo(ChronoUnit.MILLIS);
  }

  public static Finding of(
      String author,
      String claim,
      List<Source> sources,
      @Nullable Double confidence,
      @Nullable List<String> contradicts,
      Instant at) {
    return new Finding(id(claim, sources), author, claim, sources, confidence, contradicts, at);
  }

  static String id(String claim, List<Source> sources) {
    var content = new StringBuilder(claim);
    sources.forEach(source ->
        content
            .append('\n')
            .append(source.passage() == null ? source.document() : source.passage()));
    return ContentHash.of(content.toString()).substring(0, ID_CHARACTERS);
  }

  public boolean exceedsBound() {
    return Json.bytes(Json.toTree(this)).length - author.length() + AUTHOR_BYTES > BYTES_AT_MOST;
  }

  /**
   * The same at a length that may be published, without quotes if need be; empty if there is none.
   */
  public Optional<Finding> fitted() {
    if (!exceedsBound()) {
      return Optional.of(this);
    }
    var brief = with(sources.stream().map(Source::withoutQuote).toList());
    return brief.exceedsBound() ? Optional.empty() : Optional.of(brief);
  }

  private Finding with(List<Source> others) {
    return new Finding(id, author, claim, others, confidence, contradicts, at);
  }

  public List<String> contradicted() {
    return contradicts == null ? List.of() : contradicts;
  }

  int bytes() {
    return Weight.of(claim)
        + Weight.of(author)
        + sources.stream().mapToInt(Source::bytes).sum()
        + contradicted().stream().mapToInt(Weight::of).sum();
  }
}
