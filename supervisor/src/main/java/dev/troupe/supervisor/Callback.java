package dev.troupe.supervisor;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;

/** What is said of a step from outside, by whoever has its token. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Callback.Success.class, name = "success"),
  @JsonSubTypes.Type(value = Callback.Failure.class, name = "failure"),
  @JsonSubTypes.Type(value = Callback.Heartbeat.class, name = "heartbeat")
})
public sealed interface Callback {

  record Success(JsonNode output) implements Callback {}

  record Failure(String error, String cause) implements Callback {}

  /** Still at it. */
  record Heartbeat() implements Callback {}
}
