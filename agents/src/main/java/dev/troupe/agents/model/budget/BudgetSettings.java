package dev.troupe.agents.model.budget;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import dev.troupe.agents.Budget;
import dev.troupe.agents.BudgetBlock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The settings under {@code troupe.budgets}, but for a task's.
 *
 * @param isUnknownPriceIgnored whether a budget of money lets a model be asked whose price is not
 *     known
 * @param bytesPerToken of a prompt, at least
 */
public record BudgetSettings(
    boolean isUnknownPriceIgnored, int bytesPerToken, Map<String, OfTenant> tenants) {
  private static final Set<String> KEYS =
      Set.of("money", "tokens", "model-calls", "time", "period");

  /** As tenants are named everywhere. */
  private static final Pattern TENANT = Pattern.compile("[a-z0-9-]{1,32}");

  /** The one that there is, without access control. */
  private static final String ONLY_TENANT = "default";

  /** A tenant's budget, anew in each period. */
  public record OfTenant(Budget budget, Period period) {}

  /** By the calendar of UTC. */
  public enum Period {
    DAY(10),
    MONTH(7),
    ALWAYS(0);

    private final int characters;

    Period(int characters) {
      this.characters = characters;
    }

    /** A later one's text comes later. */
    String at(Instant now) {
      return now.atOffset(ZoneOffset.UTC).toString().substring(0, characters);
    }
  }

  /**
   * @param config the system's whole configuration
   * @throws IllegalArgumentException naming the first setting that cannot be used
   */
  public static BudgetSettings of(Config config) {
    var budgets = config.getConfig("troupe.budgets");
    var alerts = BudgetBlock.alerts(budgets.getIntList("alerts"));
    return new BudgetSettings(
        isIgnored(budgets.getString("unknown-price")),
        bytesPerToken(budgets.getInt("bytes-per-token")),
        tenants(budgets.getObject("tenants"), alerts));
  }

  Optional<OfTenant> of(String tenant) {
    return Optional.ofNullable(tenants.get(tenant));
  }

  /** A sentence for each block that bounds nobody. */
  public List<String> warnings() {
    return tenants.keySet().stream()
        .filter(name -> !name.equals(ONLY_TENANT))
        .sorted()
        .map(name ->
            "troupe.budgets.tenants.%s bounds nobody: there is one tenant, %s"
                .formatted(name, ONLY_TENANT))
        .toList();
  }

  private static boolean isIgnored(String word) {
    return switch (word) {
      case "refuse" -> false;
      case "ignore" -> true;
      default -> throw fault("unknown-price", "it must be refuse or ignore");
    };
  }

  private static int bytesPerToken(int bytes) {
    if (bytes < 1) {
      throw fault("bytes-per-token", "it must be at least 1");
    }
    return bytes;
  }

  private static Map<String, OfTenant> tenants(ConfigObject blocks, List<Integer> alerts) {
    Map<String, OfTenant> tenants = new HashMap<>();
    blocks.forEach((name, block) -> {
      var path = "tenants." + name;
      if (!TENANT.matcher(name).matches()) {
        throw fault(path, "a tenant's name has 1 to 32 of a-z, 0-9 and -");
      }
      if (!(block instanceof ConfigObject object)) {
        throw fault(path, "it must be a block { money = 10.00, period = month }");
      }
      for (var key : new TreeSet<>(object.keySet())) {
        if (!KEYS.contains(key)) {
          throw fault(
              path + "." + key,
              "there is no such setting; known are " + String.join(", ", new TreeSet<>(KEYS)));
        }
      }
      tenants.put(name, tenant(object.toConfig(), path, alerts));
    });
    return Map.copyOf(tenants);
  }

  private static OfTenant tenant(Config block, String path, List<Integer> alerts) {
    var period = block.hasPath("period") ? block.getString("period") : "always";
    return new OfTenant(
        BudgetBlock.read(block, "troupe.budgets." + path, alerts),
        switch (period) {
          case "day" -> Period.DAY;
          case "month" -> Period.MONTH;
          case "always" -> Period.ALWAYS;
          default -> throw fault(path + ".period", "it must be day, month or always");
        });
  }

  private static IllegalArgumentException fault(String key, String what) {
    return new IllegalArgumentException("troupe.budgets.%s: %s".formatted(key, what));
  }
}
