package dev.troupe.agents.model;

import com.typesafe.config.Config;
import dev.langchain4j.data.message.SystemMessage;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * How an answer that has to be a JSON object is asked for, beside the schema in the prompt.
 *
 * @param hosts the only ones that are asked so; empty for any
 */
record JsonMode(Kind kind, Set<String> hosts) {
  static final String KEY = "json-mode";
  static final String HOSTS_KEY = "json-mode-hosts";

  static final JsonMode NONE = new JsonMode(Kind.NONE, Set.of());

  enum Kind {
    NONE,
    OBJECT
  }

  static JsonMode of(Config block, String path) {
    return new JsonMode(
        SettingWord.read(Kind.class, block, KEY, path), Set.copyOf(block.getStringList(HOSTS_KEY)));
  }

  /** With tools some endpoints refuse it, and others answer JSON in place of asking for them. */
  boolean isFor(ModelGateway.Call call, URI endpoint) {
    var schema = call.role().outputSchema();
    return kind == Kind.OBJECT
        && (hosts.isEmpty() || hosts.contains(endpoint.getHost()))
        && schema != null
        && schema.path("type").asText().equals("object")
        && call.tools().isEmpty()
        && speaksOfJson(call.prompt());
  }

  /** OpenAI refuses a request in JSON mode whose messages do not say that JSON is wanted. */
  private static boolean speaksOfJson(Prompt prompt) {
    return prompt.messages().stream()
        .filter(SystemMessage.class::isInstance)
        .map(message -> ((SystemMessage) message).text().toLowerCase(Locale.ROOT))
        .anyMatch(text -> text.contains("json"));
  }
}
