package dev.troupe.agents.model.budget;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.Amounts;
import dev.troupe.agents.Budget;
import dev.troupe.agents.model.budget.AccountCommand.Reserve;
import dev.troupe.agents.model.budget.AccountCommand.Settle;
import dev.troupe.persistence.TestTable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Accounts behind their door, on a cluster of one node. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AccountsTest {
  private static final Config CONFIG =
      ConfigFactory.parseString(
              """
              pekko.actor.provider = cluster
              pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
              pekko.cluster.sharding.number-of-shards = 8
              pekko.cluster.jmx.enabled = off
              pekko.coordinated-shutdown.exit-jvm = off
              """)
          .withFallback(ConfigFactory.load());
  private static final Duration IDLE = Duration.ofMillis(50);
  private static final Duration LONGER = Duration.ofMillis(200);
  private static final Duration WITHIN = Duration.ofSeconds(10);
  private static final Budget LIMITS = new Budget(null, 1000L, null, null, null, List.of());
  private static final AccountId ACCOUNT = AccountId.ofTenant("default");

  private final ActorTestKit kit = ActorTestKit.create(CONFIG);
  private final TestTable table = new TestTable();
  private final Accounts accounts = start();
  private final AtomicInteger calls = new AtomicInteger();

  private Accounts start() {
    var cluster = Cluster.get(kit.system());
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    return Accounts.start(kit.system(), table, new BudgetMeter(), InstantSource.system(), IDLE);
  }

  @AfterAll
  void shutDown() {
    kit.shutdownTestKit();
  }

  private AccountReply ask(Function<ActorRef<AccountReply>, AccountCommand> command) {
    return accounts.ask(ACCOUNT, command, WITHIN).toCompletableFuture().join();
  }

  /** One token each. */
  private void call() {
    var key = "t-1:1:" + calls.incrementAndGet();
    var one = new Amounts(0, 1, 1, 0);
    var until = Instant.now().plusSeconds(60);

    assertThat(ask(who -> new Reserve(key, one, LIMITS, "", "", Map.of(), until, who)))
        .isInstanceOf(AccountReply.Granted.class);
    assertThat(ask(who -> new Settle(key, key, one, who))).isInstanceOf(AccountReply.Booked.class);
  }

  @Test
  void an_account_that_left_memory_is_there_for_the_next_call() {
    call();

    kit.createTestProbe()
        .awaitAssert(
            Duration.ofSeconds(30),
            LONGER,
            () -> {
              call();
              assertThat(table.reads()).as("times it was loaded").isGreaterThan(2);
              return null;
            });
    assertThat(StoredAccount.in(table, ACCOUNT).spent().tokens()).isEqualTo(calls.get());
  }
}
