package dev.troupe.agents;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.troupe.cluster.CborSerializable;

/** What watchers of a task are told of a model's call under way: never stored, may be lost. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Writing.Delta.class, name = "delta"),
  @JsonSubTypes.Type(value = Writing.Reset.class, name = "reset")
})
public sealed interface Writing extends CborSerializable {
  Call call();

  /**
   * @param number of the call within its assignment, from 1; the same when it is made again
   */
  record Call(int assignment, int attempt, String role, int number) implements CborSerializable {}

  /** What a watcher sees of the answer. */
  enum Kind {
    /** The answer, word for word. */
    TEXT,
    /** A writer's draft, taken out of the JSON that it stands in. */
    MARKDOWN,
    /** The answer of a role with an output schema, word for word: a piece of JSON. */
    JSON
  }

  /**
   * More of the answer.
   *
   * @param at how many characters stand before it; 0 begins the call's text anew
   */
  record Delta(Call call, Kind kind, long at, String text) implements Writing {}

  /**
   * What the call had written does not count.
   *
   * @param why one sentence
   */
  record Reset(Call call, String why) implements Writing {}
}
