package dev.troupe.agents.shared;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What an agent has read, in part or whole: it stood in a prompt.
 *
 * @param document its name, or a page's address
 * @param passage its id; null for a page
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Seen(String document, @Nullable String passage) {

  /** As sets keep it: sorted, it is by document. Neither names nor addresses have line ends. */
  String text() {
    return passage == null ? document : document + "\n" + passage;
  }

  static Seen of(String text) {
    var end = text.lastIndexOf('\n');
    return end < 0
        ? new Seen(text, null)
        : new Seen(text.substring(0, end), text.substring(end + 1));
  }
}
