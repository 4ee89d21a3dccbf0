package dev.troupe.agents.model.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.Amounts;
import dev.troupe.agents.Budget;
import dev.troupe.agents.Budget.Kind;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccountTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final Budget TOKENS = new Budget(null, 100L, null, null, null, null);

  private static Amounts tokens(long tokens) {
    return new Amounts(0, tokens, 1, 0);
  }

  @Test
  void grants_to_the_last_token_and_not_one_more() {
    assertThat(Account.EMPTY.excess(tokens(100), TOKENS)).isEmpty();
    assertThat(Account.EMPTY.excess(tokens(101), TOKENS))
        .contains(new Account.Excess(Kind.TOKENS, 0, 101, 100));
  }

  @Test
  void what_is_reserved_leaves_less_room_but_nothing_is_spent_yet() {
    var account = Account.EMPTY.reserve("a", tokens(60), NOW);

    assertThat(account.hasRoomFor("b", tokens(40), TOKENS)).isTrue();
    assertThat(account.hasRoomFor("b", tokens(41), TOKENS)).isFalse();
    assertThat(account.excess(tokens(41), TOKENS)).isEmpty();
  }

  @Test
  void the_same_call_again_needs_no_second_place() {
    var account = Account.EMPTY.reserve("a", tokens(60), NOW);

    assertThat(account.hasRoomFor("a", tokens(60), TOKENS)).isTrue();
    assertThat(account.reserve("a", tokens(60), NOW)).isEqualTo(account);
  }

  @Test
  void settling_books_what_was_taken_and_frees_the_rest() {
    var account = Account.EMPTY.reserve("a", tokens(60), NOW).settle("a", tokens(10));

    assertThat(account.spent()).isEqualTo(tokens(10));
    assertThat(account.reserved()).isEmpty();
    assertThat(account.hasRoomFor("b", tokens(90), TOKENS)).isTrue();
  }

  @Test
  void a_call_that_never_told_its_end_counts_in_full() {
    var account = Account.EMPTY.reserve("a", tokens(60), NOW);

    assertThat(account.expire(NOW.minusMillis(1))).isEqualTo(account);
    assertThat(account.expire(NOW).spent()).isEqualTo(tokens(60));
    assertThat(account.expire(NOW).reserved()).isEmpty();
  }

  @Test
  void a_raise_counts_once() {
    var raise = Map.of("approval-1", tokens(50));
    var account = Account.EMPTY.raisedBy(raise).raisedBy(raise);

    assertThat(account.limit(Kind.TOKENS, TOKENS)).contains(150L);
    assertThat(account.limit(Kind.MONEY, TOKENS)).isEmpty();
  }

  @Test
  void a_new_period_begins_with_nothing_spent_and_keeps_what_is_under_way() {
    var account =
        Account.EMPTY
            .in("2026-11-20")
            .raisedBy(Map.of("approval-1", tokens(50)))
            .reserve("a", tokens(60), NOW)
            .settle("b", tokens(70));

    var next = account.in("2026-11-21");

    assertThat(next.spent()).isEqualTo(Amounts.NONE);
    assertThat(next.raises()).isEmpty();
    assertThat(next.reserved()).containsOnlyKeys("a");
  }

  @Test
  void every_kind_has_its_own_bound() {
    var all = new Budget(10L, 20L, 3L, 4L, null, null);

    assertThat(Account.EMPTY.excess(new Amounts(10, 20, 3, 4_000), all)).isEmpty();
    assertThat(Account.EMPTY.excess(new Amounts(11, 0, 0, 0), all).orElseThrow().kind())
        .isEqualTo(Kind.MONEY);
    assertThat(Account.EMPTY.excess(new Amounts(0, 21, 0, 0), all).orElseThrow().kind())
        .isEqualTo(Kind.TOKENS);
    assertThat(Account.EMPTY.excess(new Amounts(0, 0, 4, 0), all).orElseThrow().kind())
        .isEqualTo(Kind.MODEL_CALLS);
    assertThat(Account.EMPTY.excess(new Amounts(0, 0, 0, 4_001), all).orElseThrow().kind())
        .isEqualTo(Kind.TIME);
  }

  @Test
  void is_read_as_it_was_stored_but_for_what_a_crash_ends() {
    var account =
        Account.EMPTY
            .in("2026-11")
            .raisedBy(Map.of("approval-1", tokens(50)))
            .settle("b", new Amounts(1, 2, 3, 4));

    assertThat(AccountRow.account(AccountRow.bytes(account.reserve("a", tokens(1), NOW))))
        .isEqualTo(account);
  }
}
