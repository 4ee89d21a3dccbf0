package dev.troupe.embedded;

import static dev.troupe.embedded.Steps.each;
import static dev.troupe.embedded.Steps.errorOf;
import static dev.troupe.embedded.Steps.expression;
import static dev.troupe.embedded.Steps.java;
import static dev.troupe.embedded.Steps.result;
import static dev.troupe.embedded.Steps.when;

import dev.troupe.supervisor.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The example of docs/java.md: a shop that bills an order and packs its lines. */
final class Shop {
  record Line(String product, int pieces, double price) {}

  record Order(String customer, List<Line> lines) {}

  record Bill(String customer, double total) {}

  record Parcel(String product, int pieces) {}

  record Delivery(Bill bill, List<Parcel> parcels) {}

  static final class OutOfStock extends Exception {
    private static final long serialVersionUID = 1L;

    OutOfStock(String product) {
      super(product + " is sold out");
    }
  }

  private Shop() {}

  static Bill bill(Order order) {
    var total = order.lines().stream().mapToDouble(line -> line.pieces() * line.price()).sum();
    return new Bill(order.customer(), total);
  }

  static Parcel pack(Line line) throws OutOfStock {
    if (line.product().equals("unicorn")) {
      throw new OutOfStock(line.product());
    }
    return new Parcel(line.product(), line.pieces());
  }

  static Workflow orders() {
    return Workflow.named("orders")
        .comment("Bills an order and packs its lines.")
        .timeout(Duration.ofHours(1))
        .task(
            "Bill",
            java(Shop::bill)
                .arguments(expression("$states.input.input"))
                .assign("bill", expression("$states.result"))
                .assign("lines", expression("$states.input.input.lines")))
        .choice("Is it much", when("$bill.total > 1000", "Too much"))
        .map(
            "Pack",
            each("$lines", line -> line.task("Pack one", Shop::pack))
                .atOnce(4)
                .catching("Sold out", errorOf(OutOfStock.class)))
        .succeed(
            "Packed",
            result(Map.of("bill", expression("$bill"), "parcels", expression("$states.input"))))
        .succeed(
            "Sold out",
            result(Map.of("sorry", expression("$states.input.Cause"))).outcome(Outcome.NO_ANSWER))
        .fail("Too much", "TooMuch", "Orders above 1000 are for people.")
        .build();
  }
}
