package dev.troupe.agents.model.budget;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.Amounts;
import dev.troupe.agents.Budget;
import dev.troupe.agents.Budget.Kind;
import dev.troupe.agents.model.budget.AccountCommand.Reserve;
import dev.troupe.agents.model.budget.AccountCommand.Settle;
import dev.troupe.persistence.TestTable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountActorTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(60);
  private static final Budget LIMITS = new Budget(null, 100L, null, null, null, List.of(50, 100));
  private static final Duration QUIET = Duration.ofMillis(200);

  private final ActorTestKit kit = ActorTestKit.create(ConfigFactory.load());

  @AfterAll
  void shutDown() {
    kit.shutdownTestKit();
  }

  private final class Scene {
    final TestTable table = new TestTable();
    final BudgetMeter meter = new BudgetMeter();
    final AccountId id = new AccountId("default", "t-1");
    volatile Instant now = NOW;
    final TestProbe<AccountReply> caller = kit.createTestProbe(AccountReply.class);
    ActorRef<AccountCommand> account = spawn();

    ActorRef<AccountCommand> spawn() {
      var shard = kit.createTestProbe(ClusterSharding.ShardCommand.class);
      return kit.spawn(
          AccountActor.create(id, table, meter, () -> now, Accounts.IDLE, shard.ref()));
    }

    void crash() {
      kit.stop(account);
      account = spawn();
    }

    void reserve(String key, long tokens) {
      reserve(key, tokens, Map.of());
    }

    void reserve(String key, long tokens, Map<String, Amounts> raises) {
      account.tell(
          new Reserve(
              key, new Amounts(0, tokens, 1, 0), LIMITS, "", "", raises, LATER, caller.ref()));
    }

    void reserve(String key, String period, Map<String, Amounts> raises) {
      account.tell(
          new Reserve(
              key, new Amounts(0, 101, 1, 0), LIMITS, period, "", raises, LATER, caller.ref()));
    }

    void settle(String key, long tokens) {
      settle(key, "booking-of-" + key, tokens);
    }

    void settle(String key, String booking, long tokens) {
      account.tell(new Settle(key, booking, new Amounts(0, tokens, 1, 0), caller.ref()));
    }

    /** As its shard does before it goes elsewhere. */
    void putAway() {
      account.tell(new AccountCommand.Stop());
    }

    void isGone() {
      kit.createTestProbe().expectTerminated(account);
    }

    void granted(String key) {
      caller.expectMessage(new AccountReply.Granted(key));
    }

    void booked(String key) {
      caller.expectMessage(new AccountReply.Booked(key));
    }

    void refused(String key, long spent, long wanted) {
      caller.expectMessage(
          new AccountReply.Refused(key, new Account.Excess(Kind.TOKENS, spent, wanted, 100)));
    }
  }

  @Test
  void grants_what_fits_and_refuses_what_never_will() {
    var scene = new Scene();

    scene.reserve("a", 100);
    scene.granted("a");
    scene.reserve("b", 101);
    scene.refused("b", 0, 101);
    assertThat(scene.meter.refusals())
        .containsExactly(new BudgetMeter.Refusals(BudgetMeter.Scope.TASK, Kind.TOKENS, 1));
  }

  @Test
  void what_will_fit_waits_for_what_is_under_way_in_the_order_of_coming() {
    var scene = new Scene();
    scene.reserve("a", 80);
    scene.granted("a");

    scene.reserve("b", 60);
    scene.reserve("c", 10);
    scene.caller.expectNoMessage(QUIET);
    scene.settle("a", 20);

    assertThat(List.of(scene.caller.receiveMessage(), scene.caller.receiveMessage()))
        .containsExactly(new AccountReply.Granted("b"), new AccountReply.Granted("c"));
    scene.booked("a");
  }

  @Test
  void who_waits_is_refused_once_too_much_is_spent() {
    var scene = new Scene();
    scene.reserve("a", 80);
    scene.granted("a");
    scene.reserve("b", 60);

    scene.settle("a", 70);

    scene.refused("b", 70, 60);
    scene.booked("a");
  }

  @Test
  void a_settlement_is_answered_once_it_is_durable_and_not_before() {
    var scene = new Scene();
    scene.reserve("a", 80);
    scene.granted("a");
    scene.table.hold();

    scene.settle("a", 20);
    scene.caller.awaitAssert(() -> assertThat(scene.table.heldWrites()).isEqualTo(1));
    scene.caller.expectNoMessage(QUIET);
    scene.table.letThrough();

    scene.booked("a");
    assertThat(StoredAccount.in(scene.table, scene.id).spent().tokens()).isEqualTo(20);
  }

  @Test
  void settlements_that_come_during_a_write_share_the_next_one() {
    var scene = new Scene();
    scene.table.hold();
    scene.settle("a", 1);
    scene.caller.awaitAssert(() -> assertThat(scene.table.heldWrites()).isEqualTo(1));
    scene.settle("b", 1);
    scene.settle("c", 1);
    scene.settle("d", 1);
    // It has read them all by the time it answers this.
    scene.reserve("e", 1);
    scene.granted("e");
    scene.table.letThrough();

    scene.booked("a");
    scene.booked("b");
    scene.booked("c");
    scene.booked("d");
    assertThat(scene.table.writes()).isEqualTo(2);
  }

  @Test
  void what_was_spent_survives_a_crash_in_the_middle_of_a_reserved_call() {
    var scene = new Scene();
    scene.settle("a", 30);
    scene.booked("a");
    scene.reserve("b", 70);
    scene.granted("b");

    scene.crash();

    // The call that was under way is made again, under the same key, and counts once.
    scene.reserve("b", 71);
    scene.refused("b", 30, 71);
    scene.reserve("b", 70);
    scene.granted("b");
    scene.settle("b", 60);
    scene.booked("b");
    assertThat(StoredAccount.in(scene.table, scene.id).spent().tokens()).isEqualTo(90);
  }

  @Test
  void a_raise_is_durable_and_holds_for_those_who_do_not_know_of_it() {
    var scene = new Scene();
    scene.reserve("a", 150, Map.of("approval-1", new Amounts(0, 50, 0, 0)));
    scene.granted("a");
    scene.caller.awaitAssert(() -> assertThat(scene.table.writes()).isEqualTo(1));

    scene.crash();

    scene.reserve("b", 150);
    scene.granted("b");
  }

  @Test
  void a_call_that_comes_late_from_an_earlier_period_raises_nothing_in_this_one() {
    var scene = new Scene();
    scene.reserve("a", "2026-12", Map.of());
    scene.refused("a", 0, 101);

    scene.reserve("b", "2026-11", Map.of("approval-1", new Amounts(0, 50, 0, 0)));

    scene.refused("b", 0, 101);
  }

  @Test
  void a_call_that_is_called_off_while_it_waits_takes_no_place() {
    var scene = new Scene();
    scene.reserve("a", 80);
    scene.granted("a");
    scene.reserve("b", 60);
    scene.settle("b", 0);
    scene.booked("b");

    scene.settle("a", 0);
    scene.booked("a");
    scene.reserve("c", 100);

    scene.granted("c");
  }

  @Test
  void who_asks_again_while_waiting_keeps_its_place() {
    var scene = new Scene();
    scene.reserve("a", 80);
    scene.granted("a");
    scene.reserve("b", 60);
    scene.reserve("c", 50);

    scene.reserve("b", 60);
    scene.settle("a", 0);

    scene.granted("b");
    scene.booked("a");
    scene.caller.expectNoMessage(QUIET);
  }

  @Test
  void who_waits_and_is_not_heard_of_any_more_holds_nobody_up() {
    var scene = new Scene();
    scene.reserve("a", 80);
    scene.granted("a");
    scene.reserve("b", 60);
    scene.reserve("c", 15);
    scene.caller.expectNoMessage(QUIET);

    scene.now = NOW.plusSeconds(30);
    scene.reserve("c", 15);

    scene.granted("c");
  }

  @Test
  void a_settlement_that_comes_again_is_booked_once() {
    var scene = new Scene();
    scene.settle("a", "1", 30);
    scene.booked("a");

    scene.settle("a", "1", 30);
    scene.booked("a");
    scene.crash();
    scene.settle("a", "1", 30);
    scene.booked("a");
    assertThat(StoredAccount.in(scene.table, scene.id).spent().tokens()).isEqualTo(30);

    // The call was made again, under its key.
    scene.settle("a", "2", 30);
    scene.booked("a");
    assertThat(StoredAccount.in(scene.table, scene.id).spent().tokens()).isEqualTo(60);
  }

  @Test
  void what_took_nothing_is_not_written() {
    var scene = new Scene();
    scene.reserve("a", 80);
    scene.granted("a");

    scene.account.tell(new Settle("a", "1", Amounts.NONE, scene.caller.ref()));
    scene.booked("a");
    scene.reserve("b", 100);

    scene.granted("b");
    assertThat(scene.table.writes()).isZero();
  }

  @Test
  void an_account_that_moves_takes_along_what_is_reserved() {
    var scene = new Scene();
    scene.reserve("a", 80);
    scene.granted("a");
    scene.putAway();
    scene.isGone();

    scene.account = scene.spawn();
    scene.reserve("b", 60);
    scene.caller.expectNoMessage(QUIET);
    scene.settle("a", 20);

    scene.granted("b");
    scene.booked("a");
  }

  @Test
  void a_settlement_that_waits_for_a_write_is_not_lost_with_an_account_that_moves() {
    var scene = new Scene();
    scene.table.hold();
    scene.settle("a", 10);
    scene.caller.awaitAssert(() -> assertThat(scene.table.heldWrites()).isEqualTo(1));
    scene.settle("b", 20);
    scene.putAway();
    scene.caller.expectNoMessage(QUIET);
    scene.table.letThrough();

    scene.booked("a");
    scene.booked("b");
    scene.isGone();
    assertThat(StoredAccount.in(scene.table, scene.id).spent().tokens()).isEqualTo(30);
  }

  @Test
  void tells_once_that_a_share_is_spent() {
    var scene = new Scene();
    scene.reserve("a", 40);
    scene.granted("a");
    scene.settle("a", 40);
    scene.booked("a");
    assertThat(scene.meter.alerts()).isEmpty();

    scene.settle("b", 20);
    scene.booked("b");
    scene.settle("c", 20);
    scene.booked("c");

    assertThat(scene.meter.alerts())
        .containsExactly(new BudgetMeter.Alerts(BudgetMeter.Scope.TASK, Kind.TOKENS, 50, 1));
  }
}
