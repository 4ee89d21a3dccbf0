package dev.troupe.agents.agent;

import dev.troupe.agents.Role;
import dev.troupe.agents.agent.AgentEvent.ModelReplied;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of an attempt's replies a prompt still shows. What is too much is cut down to half at once,
 * so that prompts begin with the same text for as long as they can. Pure.
 *
 * @param replies those that are shown, oldest first
 * @param omitted how many tools the others had asked for
 */
record ToolWindow(List<ModelReplied> replies, int omitted) {

  static ToolWindow of(Role.@Nullable ToolUse use, Attempt.Open work) {
    return use == null || use.characters() == 0
        ? new ToolWindow(work.replies(), 0)
        : of(use.characters(), work);
  }

  private static ToolWindow of(int charactersAtMost, Attempt.Open work) {
    var replies = work.replies();
    var results = work.tools().charactersByCall();
    var sizes = new int[replies.size()];
    int first = 0;
    long shown = 0;
    for (int index = 0; index < sizes.length; index++) {
      var reply = replies.get(index);
      sizes[index] = characters(reply) + results.getOrDefault(reply.call(), 0);
      shown += sizes[index];
      if (shown > charactersAtMost) {
        while (first < index && shown > charactersAtMost / 2) {
          shown -= sizes[first];
          first++;
        }
      }
    }
    var omitted = replies.subList(0, first).stream().mapToInt(reply -> reply.requests().size());
    return new ToolWindow(replies.subList(first, replies.size()), omitted.sum());
  }

  private static int characters(ModelReplied reply) {
    return reply.text().length()
        + reply.requests().stream().mapToInt(request -> request.arguments().length()).sum();
  }

  /** For the model, and for whoever reads the transcript; empty if nothing is left out. */
  String note() {
    return omitted == 0
        ? ""
        : "\n[The first %d tool calls of this work and their results are left out here, because they would be too long. Ask again for what you need.]\n"
            .formatted(omitted);
  }
}
