package dev.troupe.agents.model;

import java.util.Collection;
import java.util.Optional;

/** A model as roles name it: {@code provider/model}, or a provider alone. */
record ModelName(String provider, String model) {

  static ModelName of(String name) {
    int slash = name.indexOf('/');
    return slash < 0
        ? new ModelName(name, "")
        : new ModelName(name.substring(0, slash), name.substring(slash + 1));
  }

  /** As its provider calls it; a provider alone is its own model. */
  String modelOrProvider() {
    return model.isEmpty() ? provider : model;
  }

  /** What is wrong with the name, where these providers are configured; empty if nothing is. */
  Optional<String> fault(Collection<String> providers) {
    if (!providers.contains(provider)) {
      return Optional.of(unknown(providers));
    }
    if (provider.equals(OfflineProvider.NAME)) {
      return model.isEmpty()
          ? Optional.empty()
          : Optional.of("the model `offline` has no variants: write `offline` alone");
    }
    return model.isEmpty()
        ? Optional.of("it names no model: write `%s/MODEL`".formatted(provider))
        : Optional.empty();
  }

  private String unknown(Collection<String> providers) {
    return "there is no model provider `%s`; known are %s. Write `offline` or `PROVIDER/MODEL`, or add troupe.models.providers.%s"
        .formatted(provider, String.join(", ", providers.stream().sorted().toList()), provider);
  }
}
