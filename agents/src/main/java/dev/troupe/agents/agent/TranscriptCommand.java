package dev.troupe.agents.agent;

import dev.troupe.agents.agent.AgentEvent.MessageReceived;
import dev.troupe.agents.agent.AgentEvent.ModelReplied;
import dev.troupe.agents.agent.AgentEvent.ToolReturned;
import dev.troupe.agents.agent.AgentEvent.ToolStarted;
import java.time.Instant;
import java.util.List;

/** What a transcript decides on. Work that is not recorded yet is recorded with its outcome. */
public sealed interface TranscriptCommand {

  /**
   * The model replied.
   *
   * @param work the attempt as it was when the model was asked
   * @param mayRepair whether another call is allowed to this attempt
   */
  record Hear(Attempt.Open work, ModelReplied reply, Meaning meaning, boolean mayRepair)
      implements TranscriptCommand {}

  /** A tool that changes something is about to be called. */
  record StartTool(Attempt.Open work, ToolStarted started) implements TranscriptCommand {}

  record EndTool(Attempt.Open work, ToolReturned returned) implements TranscriptCommand {}

  /** Others have answered; what is no news is left out. */
  record TakeAnswers(Attempt.Open work, List<ToolReturned> answers) implements TranscriptCommand {}

  /** Somebody has told the agent something, and the model is about to be asked. */
  record Read(Attempt.Open work, List<MessageReceived> messages) implements TranscriptCommand {}

  /** There will be no reply. */
  record GiveUp(Attempt.Open work, String error, String cause, Instant at)
      implements TranscriptCommand {}

  record Cancel(int assignment, int attempt, Instant at) implements TranscriptCommand {}
}
