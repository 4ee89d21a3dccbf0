package dev.troupe.agents.shared;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Where a claim stands.
 *
 * @param document its name, or a page's address
 * @param passage its id; null for none
 * @param quote word for word; null where none is given
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Source(String document, @Nullable String passage, @Nullable String quote) {

  Source withoutQuote() {
    return new Source(document, passage, null);
  }

  int bytes() {
    return Weight.of(document) + Weight.of(passage) + Weight.of(quote);
  }
}
