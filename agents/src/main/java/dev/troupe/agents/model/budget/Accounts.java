package dev.troupe.agents.model.budget;

import dev.troupe.persistence.Table;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/** The way to accounts, wherever in the cluster each one is. */
interface Accounts {
  Duration IDLE = Duration.ofSeconds(30);
  EntityTypeKey<AccountCommand> KEY = EntityTypeKey.create(AccountCommand.class, "budget");

  /** Fails with a {@code TimeoutException} if the account does not answer in time. */
  CompletionStage<AccountReply> ask(
      AccountId account, Function<ActorRef<AccountReply>, AccountCommand> command, Duration within);

  /** One entity each: whoever asks anywhere asks the same. */
  static Accounts start(
      ActorSystem<?> system, Table table, BudgetMeter meter, InstantSource clock) {
    return start(system, table, meter, clock, IDLE);
  }

  /**
   * @param idle so long without a word, and without a call under way, an account leaves memory
   */
  static Accounts start(
      ActorSystem<?> system, Table table, BudgetMeter meter, InstantSource clock, Duration idle) {
    var sharding = ClusterSharding.get(system);
    // Accounts passivate themselves: sharding cannot see that calls are under way.
    var settings =
        ClusterShardingSettings.create(system)
            .withRememberEntities(false)
            .withNoPassivationStrategy();
    sharding.init(
        Entity.of(
                KEY,
                entity ->
                    AccountActor.create(
                        AccountId.of(entity.getEntityId()),
                        table,
                        meter,
                        clock,
                        idle,
                        entity.getShard()))
            .withSettings(settings)
            .withStopMessage(new AccountCommand.Stop()));
    return (account, command, within) ->
        sharding.entityRefFor(KEY, account.entityId()).ask(command::apply, within);
  }
}
