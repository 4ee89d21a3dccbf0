package dev.troupe.agents.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The protocols that a provider's endpoint may speak: its setting {@code kind}. */
enum ProviderKind {
  OPENAI("/v1"),
  ANTHROPIC("/v1"),
  GEMINI("/v1beta"),
  OLLAMA("");

  private final String version;

  /**
   * @param version what an endpoint's URL ends in where the user leaves it out
   */
  ProviderKind(String version) {
    this.version = version;
  }

  /** As the conventions of telemetry name it. */
  String conventional() {
    return this == GEMINI ? "gcp.gemini" : setting();
  }

  String version() {
    return version;
  }

  Protocol protocol(ProviderSettings settings) {
    return switch (this) {
      case OPENAI -> new OpenAiProtocol(settings.tokensParameter());
      case ANTHROPIC -> new AnthropicProtocol(settings.promptCache());
      case GEMINI -> new GeminiProtocol();
      case OLLAMA -> new OllamaProtocol();
    };
  }

  /**
   * @param setting for the message
   */
  static ProviderKind parse(String text, String setting) {
    return Arrays.stream(values())
        .filter(kind -> kind.setting().equals(text.strip().toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "%s: \"%s\" is none of %s"
                    .formatted(
                        setting,
                        text,
                        Arrays.stream(values())
                            .map(ProviderKind::setting)
                            .collect(Collectors.joining(", ")))));
  }

  /** As it is written in a configuration. */
  String setting() {
    return name().toLowerCase(Locale.ROOT);
  }
}
