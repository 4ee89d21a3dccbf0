package dev.troupe.agents.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Json;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FunctionsTest {
  private static final FunctionCall CALL =
      new FunctionCall("default", "t", List.of(), 1, 1, "t:1:1", Instant.EPOCH);

  record Line(String product, int pieces, double price) {}

  record Cart(String customer, List<Line> lines) {}

  record Bill(String customer, double total) {}

  static Bill bill(Cart cart) {
    return new Bill(
        cart.customer(),
        cart.lines().stream().mapToDouble(line -> line.pieces() * line.price()).sum());
  }

  static Bill otherBill(Cart cart) {
    return new Bill(cart.customer(), 0);
  }

  private static final JsonNode CART =
      Json.parse(
          """
          {"customer": "Ada", "lines": [{"product": "pen", "pieces": 3, "price": 1.5}], "more": 1}\
          """);

  private static JsonNode apply(Functions functions, String name, JsonNode input) throws Exception {
    return Objects.requireNonNull(functions.find(name)).apply(input, CALL);
  }

  @Test
  void a_method_reference_brings_its_name_and_its_records() throws Exception {
    var functions = Functions.NONE.with(FunctionsTest::bill);
    assertThat(functions.names()).containsExactly("FunctionsTest.bill");
    assertThat(apply(functions, "FunctionsTest.bill", CART))
        .isEqualTo(Json.parse("{\"customer\": \"Ada\", \"total\": 4.5}"));
  }

  @Test
  void a_lambda_needs_a_name_only() throws Exception {
    var functions = Functions.NONE.with("customer", (Cart cart) -> cart.customer());
    assertThat(apply(functions, "customer", CART).asText()).isEqualTo("Ada");
    assertThatThrownBy(() -> Functions.NONE.with((Cart cart) -> cart.customer()))
        .hasMessageContaining("A lambda has no name");
  }

  @Test
  void a_function_can_take_json_as_it_is_and_return_nothing() throws Exception {
    var functions =
        Functions.NONE
            .with("same", JsonNode.class, json -> json)
            .with("nothing", Cart.class, _ -> null);
    assertThat(apply(functions, "same", CART)).isEqualTo(CART);
    assertThat(apply(functions, "nothing", CART).isNull()).isTrue();
  }

  @Test
  void a_function_is_told_for_which_step_it_works() throws Exception {
    var functions = Functions.NONE.withCall("key", Cart.class, (_, call) -> call.idempotencyKey());
    assertThat(apply(functions, "key", CART).asText()).isEqualTo("t:1:1");
  }

  @Test
  void an_input_that_does_not_fit_says_which_field() {
    var functions = Functions.NONE.with(FunctionsTest::bill);
    var without = Json.parse("{\"customer\": \"Ada\", \"lines\": [{\"product\": \"pen\"}]}");
    assertThatThrownBy(() -> apply(functions, "FunctionsTest.bill", without))
        .isInstanceOfSatisfying(
            FunctionFailure.class,
            failure -> assertThat(failure.error()).isEqualTo("Java.InvalidInput"))
        .hasMessageStartingWith("java:FunctionsTest.bill takes a Cart, and its input is none")
        .hasMessageContaining("at /lines/0/pieces: Cannot map `null` into type `int`");
  }

  @Test
  void a_name_belongs_to_one_function() {
    var functions = Functions.NONE.with("bill", FunctionsTest::bill);
    assertThat(functions.with("bill", FunctionsTest::bill).names()).containsExactly("bill");
    assertThatThrownBy(() -> functions.with("bill", FunctionsTest::otherBill))
        .hasMessageContaining("two functions with the name 'bill'");
    assertThatThrownBy(() -> functions.and(Functions.NONE.with("bill", FunctionsTest::otherBill)))
        .hasMessageContaining("two functions with the name 'bill'");
  }

  @Test
  void a_name_that_no_resource_can_have_is_refused() {
    assertThatThrownBy(() -> Functions.NONE.with("a bill", FunctionsTest::bill))
        .hasMessageContaining("'a bill' cannot be a function's name");
  }

  @Test
  void an_error_of_the_language_cannot_be_taken() {
    assertThatThrownBy(() -> new FunctionFailure("States.Timeout", "too slow"))
        .hasMessageContaining("States.");
  }
}
