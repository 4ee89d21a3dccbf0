package dev.troupe.embedded;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.function.Plugin;
import dev.troupe.agents.tool.Description;
import dev.troupe.agents.tool.ToolCall;
import dev.troupe.agents.tool.ToolFailure;
import dev.troupe.agents.tool.Tools;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The example of docs/tools.md: a clerk who can look into a warehouse and order more. */
public final class Warehouse implements Plugin {
  private static final Map<String, Integer> PIECES = Map.of("lamp", 4, "chair", 11);

  private final Map<String, Ordered> orders = new ConcurrentHashMap<>();

  record Article(@Description("lamp, or chair") String name) {}

  record Stock(String name, int pieces) {}

  record Order(String name, @Description("at most 100") int pieces) {}

  record Ordered(String number, Order order) {}

  @Override
  public Tools tools() {
    return Tools.NONE
        .with("stock_of", "How many pieces of an article are there?", Article.class, this::stock)
        .withChange("order_more", "Orders pieces.", Order.class, this::order, this::ordered);
  }

  Stock stock(Article article, ToolCall call) {
    var pieces = PIECES.get(article.name());
    if (pieces == null) {
      throw new ToolFailure(
          "There is no '%s' here; ask for a lamp or a chair".formatted(article.name()));
    }
    return new Stock(article.name(), pieces);
  }

  Ordered order(Order order, ToolCall call) {
    return orders.computeIfAbsent(
        call.idempotencyKey(), _ -> new Ordered("O-" + (orders.size() + 1), order));
  }

  /** What the supplier knows of this order, after a crash. */
  Optional<Ordered> ordered(Order order, ToolCall call) {
    return Optional.ofNullable(orders.get(call.idempotencyKey()));
  }

  @Override
  public String name() {
    return "warehouse";
  }

  @Override
  public Config roles() {
    return ConfigFactory.parseString(
        """
        clerk {
          instructions = "Answer the question. Look into the warehouse first; order what is short."
          tools = [stock_of, order_more]
          limits { tool-calls = 8, tool-timeout = 10 seconds }
        }
        """);
  }
}
