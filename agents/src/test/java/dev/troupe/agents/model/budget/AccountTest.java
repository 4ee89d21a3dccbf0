package dev.troupe.agents.model.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.Amounts;
import dev.troupe.agents.Budget;
import dev.troupe.agents.Budget.Kind;
import dev.troupe.agents.model.budget.Reservations.Reservation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final Budget TOKENS = new Budget(null, 100L, null, null, null, null);

  private static Amounts tokens(long tokens) {
    return new Amounts(0, tokens, 1, 0);
  }

  @Test
  void grants_to_the_last_token_and_not_one_more() {
    assertThat(Account.EMPTY.excess(Amounts.NONE, tokens(100), TOKENS)).isEmpty();
    assertThat(Account.EMPTY.excess(Amounts.NONE, tokens(101), TOKENS))
        .contains(new Account.Excess(Kind.TOKENS, 0, 101, 100));
  }

  @Test
  void what_is_spent_and_what_is_reserved_leave_less_room() {
    var account = Account.EMPTY.with(tokens(10));

    assertThat(account.excess(tokens(50), tokens(40), TOKENS)).isEmpty();
    assertThat(account.excess(tokens(50), tokens(41), TOKENS))
        .contains(new Account.Excess(Kind.TOKENS, 60, 41, 100));
  }

  @Test
  void amounts_beyond_all_bounds_are_refused_and_do_not_wrap() {
    var account = Account.EMPTY.with(tokens(Long.MAX_VALUE)).with(tokens(7));

    assertThat(account.spent().tokens()).isEqualTo(Long.MAX_VALUE);
    assertThat(account.excess(tokens(7), tokens(Long.MAX_VALUE), TOKENS)).isPresent();
  }

  @Test
  void a_raise_counts_once() {
    var raise = Map.of("approval-1", tokens(50));
    var account = Account.EMPTY.raisedBy(raise).raisedBy(raise);

    assertThat(account.limit(Kind.TOKENS, TOKENS)).contains(150L);
    assertThat(account.limit(Kind.MONEY, TOKENS)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"2026-11-20,2026-11-21", "2026-11,2026-11-21", "2026-11-21,2026-11", "2026-11,''"})
  void a_new_period_or_one_of_another_kind_begins_with_nothing_spent(String one, String other) {
    var account =
        Account.EMPTY.in(one, "USD").raisedBy(Map.of("approval-1", tokens(50))).with(tokens(70));

    assertThat(account.isBehind(other)).isFalse();
    var next = account.in(other, "USD");

    assertThat(next.spent()).isEqualTo(Amounts.NONE);
    assertThat(next.raises()).isEmpty();
  }

  @Test
  void only_an_earlier_period_of_the_same_kind_is_behind() {
    var account = Account.EMPTY.in("2026-11-21", "USD");

    assertThat(account.isBehind("2026-11-20")).isTrue();
    assertThat(account.isBehind("2026-11-21")).isFalse();
    assertThat(account.isBehind("2026-11")).isFalse();
  }

  @Test
  void euros_are_not_added_to_dollars() {
    var account =
        Account.EMPTY
            .in("", "USD")
            .raisedBy(Map.of("approval-1", new Amounts(5, 6, 0, 0)))
            .with(new Amounts(1, 2, 3, 4));

    assertThat(account.in("", "USD")).isEqualTo(account);
    var inEuros = account.in("", "EUR");
    assertThat(inEuros.spent()).isEqualTo(new Amounts(0, 2, 3, 4));
    assertThat(inEuros.raises()).containsEntry("approval-1", new Amounts(0, 6, 0, 0));
  }

  @Test
  void every_kind_has_its_own_bound() {
    var all = new Budget(10L, 20L, 3L, 4L, null, null);

    assertThat(Account.EMPTY.excess(Amounts.NONE, new Amounts(10, 20, 3, 4_000), all)).isEmpty();
    assertThat(exceeded(new Amounts(11, 0, 0, 0), all)).isEqualTo(Kind.MONEY);
    assertThat(exceeded(new Amounts(0, 21, 0, 0), all)).isEqualTo(Kind.TOKENS);
    assertThat(exceeded(new Amounts(0, 0, 4, 0), all)).isEqualTo(Kind.MODEL_CALLS);
    assertThat(exceeded(new Amounts(0, 0, 0, 4_001), all)).isEqualTo(Kind.TIME);
  }

  private static Kind exceeded(Amounts wanted, Budget limits) {
    return Account.EMPTY.excess(Amounts.NONE, wanted, limits).orElseThrow().kind();
  }

  @Test
  void is_read_as_it_was_stored() {
    var account =
        Account.EMPTY
            .in("2026-11", "USD")
            .raisedBy(Map.of("approval-1", tokens(50)))
            .with(new Amounts(1, 2, 3, 4));
    var reserved = Map.of("a", new Reservation(tokens(1), NOW));

    var row = AccountRow.read(AccountRow.of(account, reserved, List.of("x")).bytes());

    assertThat(row.account()).isEqualTo(account);
    assertThat(row.reservations().all()).isEqualTo(reserved);
    assertThat(row.lately().all()).containsExactly("x");
  }

  @Test
  void a_row_of_before_is_read_too_and_goes_on() {
    var stored =
        "{\"period\":\"2026-11\",\"spent\":{\"nanos\":1,\"tokens\":2,\"modelCalls\":3,\"millis\":4},\"raises\":{}}";

    var row = AccountRow.read(ByteString.fromString(stored));

    assertThat(row.account().in("2026-11", "USD").spent()).isEqualTo(new Amounts(1, 2, 3, 4));
    assertThat(row.reservations().isEmpty()).isTrue();
  }
}
