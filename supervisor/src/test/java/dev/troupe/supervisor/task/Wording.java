package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * How a generated state says in its query language what both can say. Every state is given an
 * object with a number {@code n}, an array {@code items} and a text {@code text}.
 */
interface Wording {
  String language();

  /** Counts n up and keeps nothing else; one in a few draws something at random. */
  void pass(ObjectNode state, boolean random);

  /** Sets a variable to zero. */
  void begin(ObjectNode state, String counter);

  /** Goes back as long as the counter is below the limit. */
  void loop(ObjectNode state, String counter, int limit, String back);

  /** Goes one way where n is small. */
  void fork(ObjectNode state, int limit, String to);

  void task(ObjectNode state, boolean withToken);

  void waiting(ObjectNode state, int seconds);

  void parallel(ObjectNode state);

  void map(ObjectNode state);

  /** Not every item can be selected. */
  void spoil(ObjectNode map);

  /** The first state of a machine that is given a batch. */
  void unpack(ObjectNode state);

  void catcher(ObjectNode catcher);

  void end(ObjectNode state);
}
