package dev.troupe.agents.model.price;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads prices from a file; whatever cannot be used is refused by its place in it. */
public final class PriceFile {
  /** The built-in one's name on the class path; a file may include it. */
  static final String BUILT_IN = "troupe-prices.conf";

  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
  private static final Set<String> FIELDS = Set.of("currency", "as-of", "models");
  private static final Set<String> OF_MODEL = Set.of("input", "output");

  private final String name;

  private PriceFile(String name) {
    this.name = name;
  }

  /**
   * @param config the system's whole configuration
   * @throws IllegalArgumentException naming the file and the place in it
   */
  public static Prices read(Config config) {
    var file = config.getString("troupe.prices.file");
    return file.isBlank() ? builtIn() : read(Path.of(file));
  }

  static Prices builtIn() {
    return new PriceFile(BUILT_IN).prices(ConfigFactory.parseResources(BUILT_IN));
  }

  static Prices read(Path file) {
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException(
          "troupe.prices.file: %s: there is no such file, or it cannot be read".formatted(file));
    }
    try {
      var options = ConfigParseOptions.defaults().setAllowMissing(false);
      var parsed = ConfigFactory.parseFile(file.toAbsolutePath().toFile(), options).resolve();
      return new PriceFile(file.toString()).prices(parsed);
    } catch (ConfigException unreadable) {
      throw new IllegalArgumentException(
          "troupe.prices.file: %s cannot be read: %s".formatted(file, unreadable.getMessage()),
          unreadable);
    }
  }

  private Prices prices(Config file) {
    refuseUnknown(file.root(), FIELDS, "");
    if (!file.hasPath("currency") || !CURRENCY.matcher(file.getString("currency")).matches()) {
      throw fault("currency", "it must be three capital letters, as in currency = USD");
    }
    if (!file.hasPath("models") || file.getValue("models").valueType() != ConfigValueType.OBJECT) {
      throw fault("models", "it must be a block { \"PROVIDER/MODEL\" { input = 1, output = 2 } }");
    }
    Map<String, Price> models = new HashMap<>();
    file.getObject("models").forEach((model, price) -> models.put(model, price(model, price)));
    return new Prices(file.getString("currency"), models);
  }

  private Price price(String model, ConfigValue value) {
    var place = "models.\"" + model + "\"";
    if (!(value instanceof ConfigObject block)) {
      throw fault(place, "it must be a block { input = 1, output = 2 }, per million tokens");
    }
    refuseUnknown(block, OF_MODEL, place + ".");
    return new Price(amount(block, place, "input"), amount(block, place, "output"));
  }

  private BigDecimal amount(ConfigObject block, String model, String field) {
    var value = block.get(field);
    var place = model + "." + field;
    if (value == null || !(value.unwrapped() instanceof Number number)) {
      throw fault(place, "it must be a number: the price of a million tokens");
    }
    var amount = new BigDecimal(number.toString());
    if (amount.signum() < 0) {
      throw fault(place, "a price is 0 or more");
    }
    return amount;
  }

  private void refuseUnknown(ConfigObject block, Set<String> known, String at) {
    for (var key : new TreeSet<>(block.keySet())) {
      if (!known.contains(key)) {
        throw fault(
            at + key,
            "there is no such field; known are %s. A model's name stands in quotes"
                .formatted(String.join(", ", new TreeSet<>(known))));
      }
    }
  }

  private IllegalArgumentException fault(String place, String what) {
    return new IllegalArgumentException("%s: %s: %s".formatted(name, place, what));
  }
}
