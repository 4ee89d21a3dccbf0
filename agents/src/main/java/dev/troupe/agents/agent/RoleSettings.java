package dev.troupe.agents.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.troupe.agents.Role;
import dev.troupe.persistence.Json;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads {@code troupe.roles.NAME} blocks; whatever cannot be used is refused by name. */
final class RoleSettings {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
  private static final Set<String> KEYS =
      Set.of(
          "kind",
          "instructions",
          "model",
          "fallbacks",
          "models",
          "base-url",
          "output-schema",
          "limits",
          "tools",
          "may-call",
          "changes-after-untrusted-text",
          "guardrails",
          "cache");
  private static final Set<String> LIMITS =
      Set.of(
          "model-calls",
          "max-output-tokens",
          "timeout",
          "tool-calls",
          "tool-timeout",
          "tool-characters");

  private RoleSettings() {}

  /**
   * @param defaults what a role need not say
   */
  static Map<String, Role> roles(Config blocks, Config defaults) {
    var roles = new TreeMap<String, Role>();
    for (var block : blocks.root().entrySet()) {
      roles.put(block.getKey(), role(block.getKey(), block.getValue(), defaults));
    }
    return Map.copyOf(roles);
  }

  private static Role role(String name, ConfigValue value, Config defaults) {
    var path = "troupe.roles." + name;
    require(NAME.matcher(name).matches(), path, "a role's name must match [a-z][a-z0-9-]{0,31}");
    if (!(value instanceof ConfigObject block)) {
      throw fault(path, "a role is a block { instructions = ... }");
    }
    return role(name, path, block.toConfig(), defaults);
  }

  private static Role role(String name, String path, Config own, Config defaults) {
    refuseUnknown(own.root(), KEYS, path);
    var block = own.withFallback(defaults);
    refuseUnknown(block.getObject("limits"), LIMITS, path + ".limits");
    require(
        block.hasPath("instructions") && !block.getString("instructions").isBlank(),
        path + ".instructions",
        "a role needs instructions: say what it is to do");
    require(
        block.getValue("instructions").valueType() == ConfigValueType.STRING,
        path + ".instructions",
        "it must be a text, in quotes");
    return new Role(
        name,
        kind(block.getString("kind"), path),
        block.getString("instructions").strip(),
        block.getString("model"),
        block.hasPath("base-url") ? block.getString("base-url") : null,
        schema(block, path),
        limits(block.getConfig("limits"), path),
        tools(block, path),
        OtherModelsSettings.read(own, block, path),
        cache(block.getString("cache"), path),
        GuardrailSettings.read(block, path));
  }

  private static Role.@Nullable Cache cache(String where, String path) {
    return switch (where.toLowerCase(Locale.ROOT)) {
      case "none" -> null;
      case "memory" -> Role.Cache.MEMORY;
      default -> throw fault(path + ".cache", "\"" + where + "\" is none of none, memory");
    };
  }

  private static Role.@Nullable ToolUse tools(Config block, String path) {
    var names = block.getStringList("tools");
    var roles = block.getStringList("may-call");
    require(
        roles.isEmpty() != names.contains(CallAgent.NAME),
        path + ".may-call",
        "list here the roles that it may call, and call_agent under its tools; one without the other does nothing");
    require(names.stream().distinct().count() == names.size(), path + ".tools", "a name is twice");
    var calls = block.getInt("limits.tool-calls");
    var timeout = block.getDuration("limits.tool-timeout");
    require(calls >= 1, path + ".limits.tool-calls", "it must be at least 1");
    var characters = block.getInt("limits.tool-characters");
    require(characters >= 1, path + ".limits.tool-characters", "it must be at least 1");
    require(timeout.isPositive(), path + ".limits.tool-timeout", "it must be longer than 0");
    var changesAfterUntrustedText = block.getBoolean("changes-after-untrusted-text");
    return names.isEmpty()
        ? null
        : new Role.ToolUse(
            names,
            calls,
            timeout,
            characters,
            changesAfterUntrustedText,
            roles.isEmpty() ? null : roles);
  }

  static void refuseUnknown(ConfigObject block, Set<String> known, String path) {
    for (var key : block.keySet()) {
      require(
          known.contains(key),
          path + "." + key,
          "there is no such setting; known are "
              + String.join(", ", known.stream().sorted().toList()));
    }
  }

  private static Role.Kind kind(String kind, String path) {
    return Arrays.stream(Role.Kind.values())
        .filter(known -> named(known).equals(kind.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> fault(path + ".kind", "\"" + kind + "\" is none of " + kinds()));
  }

  private static String kinds() {
    return Arrays.stream(Role.Kind.values())
        .map(RoleSettings::named)
        .collect(Collectors.joining(", "));
  }

  private static String named(Role.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static @Nullable JsonNode schema(Config block, String path) {
    if (!block.hasPath("output-schema")) {
      return null;
    }
    var schema = Json.parse(block.getObject("output-schema").render(ConfigRenderOptions.concise()));
    if (block.getValue("output-schema").origin().resource() != null) {
      // One of ours, tested at build: loading the validator at every start is time for nothing.
      return schema;
    }
    OutputSchema.faultOfDefinition(schema)
        .ifPresent(broken -> {
          throw fault(path + ".output-schema", "not a JSON Schema: " + broken);
        });
    return schema;
  }

  private static Role.Limits limits(Config limits, String path) {
    var read =
        new Role.Limits(
            limits.getInt("model-calls"),
            limits.getInt("max-output-tokens"),
            limits.getDuration("timeout"));
    require(read.modelCalls() >= 1, path + ".limits.model-calls", "it must be at least 1");
    require(
        read.maxOutputTokens() >= 1, path + ".limits.max-output-tokens", "it must be at least 1");
    require(read.timeout().isPositive(), path + ".limits.timeout", "it must be longer than 0");
    return read;
  }

  static void require(boolean holds, String path, String otherwise) {
    if (!holds) {
      throw fault(path, otherwise);
    }
  }

  static IllegalArgumentException fault(String path, String what) {
    return new IllegalArgumentException(path + ": " + what);
  }
}
