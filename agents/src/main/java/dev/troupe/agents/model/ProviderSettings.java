package dev.troupe.agents.model;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.troupe.agents.model.limits.Limits;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * One block {@code troupe.models.providers.NAME}: an endpoint and the protocol that it speaks.
 *
 * @param stream whether answers are asked for as streams
 * @param baseUrl empty where only roles name endpoints
 * @param jsonMode how an answer that has to be a JSON object is asked for
 * @param taskHeader carries the task's id on every call; empty for none
 * @param promptCache whether prompts are marked to be kept there for the next one; kind anthropic
 *     only
 * @param traceparent whether calls carry the place of their span
 */
record ProviderSettings(
    String name,
    ProviderKind kind,
    boolean stream,
    Optional<URI> baseUrl,
    Optional<ApiKey> apiKey,
    String taskHeader,
    boolean traceparent,
    TokensParameter tokensParameter,
    JsonMode jsonMode,
    boolean promptCache,
    Limits limits) {
  private static final String PROMPT_CACHE = "prompt-cache";
  private static final Set<String> KEYS =
      Set.of(
          "kind",
          "stream",
          "base-url",
          "api-key",
          "api-key-file",
          "task-header",
          "traceparent",
          "tokens-parameter",
          JsonMode.KEY,
          JsonMode.HOSTS_KEY,
          PROMPT_CACHE,
          "limits");

  /** What the endpoint calls the limit of an answer's length. */
  enum TokensParameter {
    MAX_TOKENS,
    MAX_COMPLETION_TOKENS
  }

  static ProviderSettings of(String name, Config own, Config defaults) {
    var path = "troupe.models.providers." + name;
    for (var key : own.root().keySet()) {
      if (!KEYS.contains(key)) {
        throw new IllegalArgumentException(
            "%s.%s: there is no such setting; known are %s"
                .formatted(path, key, String.join(", ", KEYS.stream().sorted().toList())));
      }
    }
    var block = own.withFallback(defaults);
    var kind = ProviderKind.parse(block.getString("kind"), path + ".kind");
    return new ProviderSettings(
        name,
        kind,
        block.getBoolean("stream"),
        text(block, "base-url").map(url -> Endpoint.parse(url, kind.version(), path + ".base-url")),
        key(block, path),
        block.getString("task-header"),
        block.getBoolean("traceparent"),
        SettingWord.read(TokensParameter.class, block, "tokens-parameter", path),
        kind == ProviderKind.ANTHROPIC ? JsonMode.NONE : JsonMode.of(block, path),
        promptCache(kind, own, block, path),
        Limits.of(block.getConfig("limits"), path + ".limits"));
  }

  private static boolean promptCache(ProviderKind kind, Config own, Config block, String path) {
    if (kind != ProviderKind.ANTHROPIC && own.root().containsKey(PROMPT_CACHE)) {
      throw new IllegalArgumentException(
          "%s.%s: only providers of kind anthropic have this setting, and this one is of kind %s; leave it out"
              .formatted(path, PROMPT_CACHE, kind.setting()));
    }
    try {
      return block.getBoolean(PROMPT_CACHE) && kind == ProviderKind.ANTHROPIC;
    } catch (ConfigException neither) {
      throw new IllegalArgumentException(
          "%s.%s: \"%s\" is neither on nor off"
              .formatted(path, PROMPT_CACHE, block.root().unwrapped().get(PROMPT_CACHE)),
          neither);
    }
  }

  private static Optional<ApiKey> key(Config block, String path) {
    return text(block, "api-key-file")
        .map(file -> ApiKey.ofFile(Path.of(file), path + ".api-key-file"))
        .or(() -> text(block, "api-key").map(ApiKey::new));
  }

  private static Optional<String> text(Config block, String key) {
    return block.hasPath(key)
        ? Optional.of(block.getString(key)).filter(text -> !text.isBlank())
        : Optional.empty();
  }
}
