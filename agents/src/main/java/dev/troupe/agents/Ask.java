package dev.troupe.agents;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.cluster.CborSerializable;
import org.jspecify.annotations.Nullable;

/** What an agent's model wants of others than tools. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Ask.OfPerson.class, name = "of-person"),
  @JsonSubTypes.Type(value = Ask.OfRole.class, name = "of-role"),
  @JsonSubTypes.Type(value = Ask.OfQuestion.class, name = "of-question")
})
public sealed interface Ask extends CborSerializable {

  /** Of the model, whose reply asks: counted per assignment, from 1. */
  int call();

  /** In that reply, from 1. */
  int place();

  /**
   * @param form JSON Schema of what is entered; null where anything may be
   * @param seconds how long there is to answer
   */
  record OfPerson(int call, int place, String question, @Nullable JsonNode form, int seconds)
      implements Ask {}

  /**
   * @param role that shall do it
   * @param task what it is to do: a text, or what its instructions say they are given
   */
  record OfRole(int call, int place, String role, JsonNode task) implements Ask {}

  /**
   * Whose question it is: answered with {@code {granted, by}}.
   *
   * @param question that it would work on, in the words in which it was put
   */
  record OfQuestion(int call, int place, String question) implements Ask {}
}
