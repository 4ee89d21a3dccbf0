package dev.troupe.persistence.cassandra;

/** Somebody else has taken over what this process held. */
final class Replaced extends NotClaimed {
  private static final long serialVersionUID = 1L;

  Replaced(String what, String by) {
    super("%s was taken over by %s".formatted(what, by));
  }
}
