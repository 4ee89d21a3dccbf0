package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.message.ChatMessage;
import dev.troupe.agents.CallNumber;
import dev.troupe.agents.agent.AgentEvent.ModelReplied;
import dev.troupe.agents.agent.AgentEvent.ToolReturned;
import dev.troupe.agents.agent.RecalledCall.Request;
import dev.troupe.agents.model.Prompt;
import dev.troupe.persistence.Json;
import java.util.List;
import java.util.Optional;

/**
 * An agent's answered calls as JSON, each with its prompt: of a prompt that begins like the one
 * before, what is new.
 */
final class CallsView {
  /** Of one agent's requests together, where no call is asked for by its number. */
  private static final int BODY_CHARACTERS = 4 * 1024 * 1024;

  private static final String ASK_ALONE = "too many bodies at once: ask for this call alone";

  private final List<AgentEvent> journal;
  private final RecalledCall recalled;

  CallsView(List<AgentEvent> journal, RecalledCall recalled) {
    this.journal = journal;
    this.recalled = recalled;
  }

  ArrayNode json(Optional<CallNumber> wanted) {
    var calls = Json.MAPPER.createArrayNode();
    List<ChatMessage> shown = List.of();
    int left = BODY_CHARACTERS;
    for (var call : AnsweredCall.of(journal)) {
      if (wanted.isPresent() && !isWanted(call.reply(), wanted.get())) {
        continue;
      }
      var json = head(call.reply());
      var prompt = recalled.prompt(call);
      var messages = prompt.map(Prompt::messages).orElse(List.of());
      addPrompt(json, shown, messages);
      if (left > 0) {
        var request = recalled.request(call, prompt);
        left -= addRequest(json, request, wanted.isPresent() ? Integer.MAX_VALUE : left);
      } else {
        leaveOut(json, call.reply());
      }
      addReply(json, call.reply());
      shown = messages;
      calls.add(json);
    }
    return calls;
  }

  private static boolean isWanted(ModelReplied reply, CallNumber wanted) {
    return reply.assignment() == wanted.assignment() && reply.call() == wanted.call();
  }

  private static ObjectNode head(ModelReplied reply) {
    var json = Json.MAPPER.createObjectNode();
    json.put("assignment", reply.assignment());
    json.put("attempt", reply.attempt());
    json.put("call", reply.call());
    json.put("at", reply.at().toString());
    json.put("model", reply.model());
    json.put("latencyMs", reply.latency().toMillis());
    var usage = json.putObject("usage");
    usage.put("inputTokens", reply.usage().inputTokens());
    usage.put("outputTokens", reply.usage().outputTokens());
    var cost = reply.usage().cost();
    if (cost != null && cost.isKnown()) {
      usage.putObject("cost").put("amount", cost.amount()).put("currency", cost.currency());
    }
    return json;
  }

  private static void addPrompt(
      ObjectNode json, List<ChatMessage> shown, List<ChatMessage> messages) {
    int same = 0;
    while (same < Math.min(shown.size(), messages.size())
        && shown.get(same).equals(messages.get(same))) {
      same++;
    }
    json.put("messagesBefore", same);
    var more = json.putArray("messages");
    messages.subList(same, messages.size()).forEach(message -> PromptMessages.add(more, message));
  }

  /** Of a long work, every body is as long as all before it: none is built to be left out. */
  private static void leaveOut(ObjectNode json, ModelReplied reply) {
    var sent = reply.sent();
    if (sent == null) {
      json.putNull("request");
      return;
    }
    json.putObject("request")
        .put("model", sent.model())
        .put("sha256", sent.sha256())
        .put("leftOut", ASK_ALONE);
  }

  /** How many characters of the room it takes. */
  private static int addRequest(ObjectNode json, Optional<Request> made, int left) {
    if (made.isEmpty()) {
      json.putNull("request");
      return 0;
    }
    var request = made.get();
    var shown = json.putObject("request");
    shown.put("model", request.sent().model());
    shown.put("sha256", request.sent().sha256());
    shown.put("proven", request.proven());
    if (request.doubt() != null) {
      shown.put("doubt", request.doubt());
    }
    var body = request.body();
    if (body == null) {
      return 0;
    }
    if (body.length() > left) {
      shown.put("leftOut", ASK_ALONE);
      return left;
    }
    shown.put("body", body);
    return body.length();
  }

  private void addReply(ObjectNode json, ModelReplied reply) {
    var answer = json.putObject("reply").put("text", reply.text());
    if (reply.fault() != null) {
      answer.put("fault", reply.fault());
    }
    if (reply.asksForTools()) {
      addTools(answer.putArray("toolCalls"), reply);
    }
    var judging = reply.judging();
    if (judging != null) {
      addVerdicts(answer.putArray("guardrails"), reply, judging.by());
    }
  }

  private void addVerdicts(ArrayNode verdicts, ModelReplied reply, List<String> guardrails) {
    for (int place = 1; place <= guardrails.size(); place++) {
      var verdict = verdicts.addObject().put("name", guardrails.get(place - 1));
      returned(reply, place).ifPresent(returned -> addResult(verdict, returned));
    }
  }

  private void addTools(ArrayNode tools, ModelReplied reply) {
    for (int place = 1; place <= reply.requests().size(); place++) {
      var request = reply.requests().get(place - 1);
      var tool =
          tools
              .addObject()
              .put("id", request.id())
              .put("name", request.name())
              .put("arguments", request.arguments());
      returned(reply, place).ifPresent(returned -> addResult(tool, returned));
    }
  }

  private Optional<ToolReturned> returned(ModelReplied reply, int place) {
    return journal.stream()
        .filter(ToolReturned.class::isInstance)
        .map(ToolReturned.class::cast)
        .filter(returned ->
            returned.assignment() == reply.assignment()
                && returned.call() == reply.call()
                && returned.place() == place)
        .findFirst();
  }

  private static void addResult(ObjectNode tool, ToolReturned returned) {
    tool.put("latencyMs", returned.latency().toMillis());
    if (returned.error() == null) {
      tool.set("result", returned.result());
    } else {
      tool.put("error", returned.error());
    }
  }
}
