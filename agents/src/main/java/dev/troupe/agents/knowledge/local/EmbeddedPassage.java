package dev.troupe.agents.knowledge.local;

import dev.troupe.agents.knowledge.Passage;

/** A passage with its vector. */
@SuppressWarnings("ArrayRecordComponent") // Never compared: the passage's id is its identity.
record EmbeddedPassage(Passage passage, float[] vector) {

  /** What the vector is computed from: a passage alone often does not say what it is about. */
  static String textToEmbed(Passage passage) {
    return passage.heading() == null ? passage.text() : passage.heading() + "\n" + passage.text();
  }
}
