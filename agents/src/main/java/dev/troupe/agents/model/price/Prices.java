package dev.troupe.agents.model.price;

import dev.troupe.agents.Cost;
import dev.troupe.agents.Usage;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/** Prices by model, as roles name models: {@code PROVIDER/MODEL}, or a beginning and a star. */
public final class Prices {
  private static final String OFFLINE = "offline";
  private static final String REST = "*";

  /** Where nobody reckons. */
  public static final Prices NONE = new Prices("", Map.of());

  private final String currency;
  private final Map<String, Price> models;

  Prices(String currency, Map<String, Price> models) {
    this.currency = currency;
    this.models = Map.copyOf(models);
  }

  public String currency() {
    return currency;
  }

  public static boolean isFree(String model) {
    return model.equals(OFFLINE);
  }

  /** Of the very name, else of the longest beginning that the name has. */
  public Optional<Price> of(String model) {
    var exact = models.get(model);
    return exact != null ? Optional.of(exact) : ofBeginning(model);
  }

  private Optional<Price> ofBeginning(String model) {
    return models.keySet().stream()
        .filter(name -> name.endsWith(REST))
        .filter(name -> model.startsWith(name.substring(0, name.length() - REST.length())))
        .max(Comparator.comparingInt(String::length))
        .map(models::get);
  }

  /**
   * The usage of one call with what it cost; where nobody reckons, as it was.
   *
   * @param kept so many of the input tokens were written to the provider's cache
   */
  public Usage priced(String model, Usage usage, long kept) {
    return this == NONE || isFree(model) ? usage : usage.costing(cost(model, usage, kept));
  }

  /** What a provider does not count, nobody can reckon. */
  private Cost cost(String model, Usage usage, long kept) {
    boolean isCounted = usage.inputTokens() + usage.outputTokens() > 0;
    return of(model)
        .filter(_ -> isCounted)
        .map(price -> price.nanos(usage.inputTokens(), kept, usage.outputTokens()))
        .map(nanos -> new Cost(currency, nanos, 0))
        .orElse(Cost.UNKNOWN);
  }
}
