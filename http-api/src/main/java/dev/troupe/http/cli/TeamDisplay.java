package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** Shows a team at work. */
interface TeamDisplay extends AutoCloseable {

  /** A recorded event: {@code {sequence, at, type, data}}. */
  void event(JsonNode event);

  /** A passing word of an agent: {@code {assignment, role, text}}. */
  void progress(JsonNode progress);

  @Override
  void close();
}
