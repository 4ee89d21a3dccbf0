package dev.troupe.agents.agent;

import dev.troupe.agents.Role;
import dev.troupe.agents.Writing;
import org.jspecify.annotations.Nullable;

/** What watchers see of an answer, piece by piece. */
interface Excerpt {

  /** Of a role's answers. */
  static Excerpt of(Role role) {
    if (role.kind() == Role.Kind.WRITER) {
      return new MarkdownExcerpt();
    }
    return new Whole(role.outputSchema() == null ? Writing.Kind.TEXT : Writing.Kind.JSON);
  }

  Writing.Kind kind();

  /**
   * How many characters of a piece are seen.
   *
   * @param seen where they are added; null where nobody looks
   */
  int take(String piece, @Nullable StringBuilder seen);

  /** The answer begins anew. */
  void restart();

  /** Every word. */
  record Whole(Writing.Kind kind) implements Excerpt {
    @Override
    public int take(String piece, @Nullable StringBuilder seen) {
      if (seen != null) {
        seen.append(piece);
      }
      return piece.length();
    }

    @Override
    public void restart() {}
  }
}
