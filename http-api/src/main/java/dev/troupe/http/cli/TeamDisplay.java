package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** Shows a team at work. */
interface TeamDisplay extends AutoCloseable {

  /** A recorded event: {@code {sequence, at, type, data}}. */
  void event(JsonNode event);

  /** A passing word of an agent: {@code {assignment, role, text}}. */
  void progress(JsonNode progress);

  /** Whether it wants to hear what models write while they write it. */
  default boolean showsWriting() {
    return false;
  }

  /** A piece of an answer: {@code {assignment, role, attempt, call, kind, at, text}}. */
  default void wrote(JsonNode delta) {}

  /** What a call had written does not count: {@code {assignment, role, attempt, call, text}}. */
  default void tookBack(JsonNode reset) {}

  /** It will hear no more of something: {@code {about, text}}. */
  default void notice(JsonNode notice) {}

  /** What was used in all, once nobody works for the task any more: the task, as GET has it. */
  default void settled(JsonNode task) {}

  @Override
  void close();
}
