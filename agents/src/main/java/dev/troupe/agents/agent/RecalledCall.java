package dev.troupe.agents.agent;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.troupe.agents.Role;
import dev.troupe.agents.agent.AgentEvent.ModelReplied;
import dev.troupe.agents.knowledge.ContentHash;
import dev.troupe.agents.knowledge.Passage;
import dev.troupe.agents.model.ModelFailure;
import dev.troupe.agents.model.ModelGateway;
import dev.troupe.agents.model.Prompt;
import dev.troupe.agents.model.Sent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rebuilds the request of an answered call, and tells whether it is the one that was sent. */
final class RecalledCall {
  private final ModelGateway gateway;
  private final Recorded recorded;
  private final String tenant;
  private final String taskId;

  /** What events only name, by hash and id. */
  record Recorded(
      Map<String, Role> roles,
      Map<String, Passage> passages,
      Map<String, List<ToolSpecification>> tools) {}

  /**
   * @param body null where it cannot be rebuilt
   * @param proven whether it is, byte for byte, what was sent
   * @param doubt why it is not proven; null if it is
   */
  record Request(Sent sent, @Nullable String body, boolean proven, @Nullable String doubt) {

    static Request unknown(Sent sent, String doubt) {
      return new Request(sent, null, false, doubt);
    }
  }

  RecalledCall(ModelGateway gateway, Recorded recorded, String tenant, String taskId) {
    this.gateway = gateway;
    this.recorded = recorded;
    this.tenant = tenant;
    this.taskId = taskId;
  }

  /** Empty where the role is not stored here. */
  Optional<Prompt> prompt(AnsweredCall call) {
    return Optional.ofNullable(role(call)).map(role -> call.prompt(tenant, role, passages(call)));
  }

  private @Nullable Role role(AnsweredCall call) {
    return recorded.roles().get(call.work().accepted().roleHash());
  }

  private List<Passage> passages(AnsweredCall call) {
    return call.passageIds().stream()
        .map(recorded.passages()::get)
        .filter(Objects::nonNull)
        .toList();
  }

  /**
   * Empty where nothing was sent.
   *
   * @param prompt as {@link #prompt} gave it for this call
   */
  Optional<Request> request(AnsweredCall call, Optional<Prompt> prompt) {
    return Optional.ofNullable(call.reply().sent()).map(sent -> request(call, prompt, sent));
  }

  private Request request(AnsweredCall call, Optional<Prompt> prompt, Sent sent) {
    var role = role(call);
    if (role == null || prompt.isEmpty()) {
      return Request.unknown(sent, "the role of that time is not stored here");
    }
    if (passages(call).size() < call.passageIds().size()) {
      return Request.unknown(sent, "passages that it showed have left the knowledge base");
    }
    var tools = tools(call.reply());
    if (tools.isEmpty()) {
      return Request.unknown(sent, "the tools of that time are not stored here");
    }
    return rendered(
        new ModelGateway.Call(
            role.withModel(sent.model()), taskId, "", prompt.get(), Instant.MAX, tools.get()),
        sent);
  }

  private Optional<List<ToolSpecification>> tools(ModelReplied reply) {
    return reply.tools() == null
        ? Optional.of(List.of())
        : Optional.ofNullable(recorded.tools().get(reply.tools()));
  }

  private Request rendered(ModelGateway.Call call, Sent sent) {
    try {
      return gateway
          .rendered(call)
          .map(body -> compared(sent, body))
          .orElseGet(() -> Request.unknown(sent, "its provider sends nothing by now"));
    } catch (ModelFailure notHere) {
      return Request.unknown(sent, String.valueOf(notHere.getMessage()));
    }
  }

  private static Request compared(Sent sent, String body) {
    boolean same = ContentHash.of(body.getBytes(StandardCharsets.UTF_8)).equals(sent.sha256());
    return new Request(
        sent,
        body,
        same,
        same
            ? null
            : "it differs from what was sent: have the provider's settings or this program changed?");
  }
}
