package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.troupe.agents.Role;
import dev.troupe.agents.agent.AgentEvent.ModelReplied;
import dev.troupe.agents.knowledge.Passage;
import dev.troupe.agents.model.Prompt;
import dev.troupe.persistence.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * Folds an agent's conversation into the messages that a model is sent: the same events give the
 * same bytes. Pure.
 */
public final class PromptBuilder {

  /** Counted up whenever the wording here changes, and written with every assignment. */
  public static final int TEMPLATE_VERSION = 3;

  private PromptBuilder() {}

  /**
   * @param earlier what the agent has returned before, oldest first
   * @param work the attempt that needs a reply, with the replies that were not taken
   * @param passages of this attempt, in the order in which they were retrieved
   */
  public static Prompt build(
      String tenant,
      Role role,
      List<Attempt.Returned> earlier,
      Attempt.Open work,
      List<Passage> passages) {
    var messages = new ArrayList<ChatMessage>();
    messages.add(SystemMessage.from(system(role)));
    var before = new ArrayList<JsonNode>();
    for (var exchange : earlier) {
      addExchange(messages, role, exchange, before);
    }
    var window = ToolWindow.of(role.tools(), work);
    messages.add(
        UserMessage.from(
            text(role, work, before).with(passages)
                + FencedFindings.of(work.shares().read())
                + window.note()));
    addReplies(messages, window.replies(), work);
    return new Prompt(
        tenant,
        List.copyOf(messages),
        work.accepted().input(),
        List.copyOf(passages),
        earlier.stream().map(PromptBuilder::exchange).toList());
  }

  private static void addReplies(
      List<ChatMessage> messages, List<ModelReplied> replies, Attempt.Open work) {
    addMessages(messages, work, 0, callAt(replies, 0));
    if (replies.isEmpty()) {
      return;
    }
    var results = work.tools().returnedByCall(replies.getFirst().call());
    for (int index = 0; index < replies.size(); index++) {
      var reply = replies.get(index);
      if (reply.asksForTools()) {
        ToolMessages.add(messages, reply, results.getOrDefault(reply.call(), List.of()));
      } else {
        addRepair(messages, reply);
      }
      addMessages(messages, work, reply.call(), callAt(replies, index + 1));
    }
  }

  private static int callAt(List<ModelReplied> replies, int index) {
    return index < replies.size() ? replies.get(index).call() : Integer.MAX_VALUE;
  }

  /** Each where it was read; of a reply that is left out, behind the last one before it. */
  private static void addMessages(List<ChatMessage> messages, Attempt.Open work, int from, int to) {
    for (var text : work.messages().between(from, to)) {
      messages.add(
          UserMessage.from("A message from the people you work for, while you work:\n" + text));
    }
  }

  private static String system(Role role) {
    var schema = role.outputSchema();
    return role.kind() == Role.Kind.PLAIN && schema != null
        ? role.instructions().strip()
            + "\n\nAnswer with one JSON value and nothing else. It must fit this JSON Schema:\n"
            + Json.write(schema)
        : role.instructions().strip();
  }

  private static void addExchange(
      List<ChatMessage> messages, Role role, Attempt.Returned exchange, List<JsonNode> before) {
    var input = exchange.work().accepted().input();
    messages.add(UserMessage.from(text(role, exchange.work(), before).with(List.of())));
    messages.add(AiMessage.from(exchange.work().replies().getLast().text()));
    before.add(input);
  }

  private static UserText text(Role role, Attempt.Open work, List<JsonNode> before) {
    var accepted = work.accepted();
    return new UserText(role.kind(), accepted.input(), before, accepted.isUntrusted());
  }

  private static void addRepair(List<ChatMessage> messages, ModelReplied refused) {
    messages.add(AiMessage.from(refused.text()));
    messages.add(
        UserMessage.from(
            "Your reply cannot be used. "
                + refused.fault()
                + " Answer again, with the whole reply and nothing else."));
  }

  private static Prompt.Exchange exchange(Attempt.Returned returned) {
    return new Prompt.Exchange(returned.work().accepted().input(), returned.output());
  }
}
