package dev.troupe.agents.model;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.troupe.agents.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call as a writer makes it: two short messages. */
final class WriterCall {
  private static final Duration BEYOND_THE_ROLE = Duration.ofSeconds(60);

  static final ToolSpecification WEATHER =
      ToolSpecification.builder()
          .name("weather")
          .description("The weather of a town.")
          .parameters(JsonObjectSchema.builder().addStringProperty("town").required("town").build())
          .build();

  private WriterCall() {}

  static ModelGateway.Call of(String model, Duration timeout) {
    return of(role(model, timeout), List.of());
  }

  /** Due some time behind the role's own limit. */
  static ModelGateway.Call of(Role role, List<ToolSpecification> tools) {
    return of(role, Instant.now().plus(role.limits().timeout()).plus(BEYOND_THE_ROLE), tools);
  }

  static ModelGateway.Call of(Role role, Instant deadline, List<ToolSpecification> tools) {
    var messages = List.of(SystemMessage.from(role.instructions()), UserMessage.from("notes"));
    var prompt = new Prompt("default", messages, TextNode.valueOf("notes"), List.of(), List.of());
    return new ModelGateway.Call(role, "t-1", "t-1:1:1", prompt, deadline, tools);
  }

  static Role role(String model, Duration timeout) {
    return role(model, null, timeout, null);
  }

  static Role role(String model, Duration timeout, List<String> fallbacks) {
    return role(model, null, timeout, new Role.OtherModels(fallbacks, Map.of()));
  }

  static Role roleAt(String baseUrl, String model, Duration timeout) {
    return role(model, baseUrl, timeout, null);
  }

  private static Role role(
      String model, @Nullable String baseUrl, Duration timeout, Role.@Nullable OtherModels others) {
    var limits = new Role.Limits(2, 100, timeout);
    return new Role(
        "writer",
        Role.Kind.PLAIN,
        "Write.",
        model,
        baseUrl,
        null,
        limits,
        null,
        others,
        null,
        null);
  }
}
