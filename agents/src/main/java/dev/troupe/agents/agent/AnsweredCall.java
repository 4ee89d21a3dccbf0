package dev.troupe.agents.agent;

import dev.troupe.agents.Role;
import dev.troupe.agents.agent.AgentEvent.ModelReplied;
import dev.troupe.agents.knowledge.Passage;
import dev.troupe.agents.model.Prompt;
import java.util.ArrayList;
import java.util.List;

/**
 * A call of a model that was answered, with the conversation as it stood when it was made. Pure.
 *
 * @param earlier what the agent had returned before
 * @param work the attempt without this answer and all behind it
 */
record AnsweredCall(ModelReplied reply, List<Attempt.Returned> earlier, Attempt.Open work) {

  /** All calls of a journal, oldest first. */
  static List<AnsweredCall> of(List<AgentEvent> journal) {
    var calls = new ArrayList<AnsweredCall>();
    var transcript = Transcript.EMPTY;
    for (var event : journal) {
      if (event instanceof ModelReplied reply
          && transcript.standing(reply.assignment(), reply.attempt())
              instanceof Standing.Recorded(Attempt.Open work)) {
        calls.add(new AnsweredCall(reply, transcript.returned(), work));
      }
      transcript = transcript.evolve(event);
    }
    return calls;
  }

  /**
   * The prompt as it was built for the call.
   *
   * @param passages of this attempt, in their recorded order
   */
  Prompt prompt(String tenant, Role role, List<Passage> passages) {
    return PromptBuilder.build(tenant, role, earlier, work, passages);
  }

  List<String> passageIds() {
    return work.passages().orElse(List.of());
  }
}
