package dev.troupe.persistence.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.troupe.cluster.JsonSerializable;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;

/** The smallest entity that writes, tags, takes snapshots and recovers. */
public final class Counter
    extends EventSourcedBehavior<Counter.Command, Counter.Event, Counter.State> {

  public sealed interface Command {}

  /** Adds in as many events, all in one atomic write, as {@code times} says. */
  public record Add(int amount, int times, ActorRef<Done> replyTo) implements Command {}

  public record Get(ActorRef<Integer> replyTo) implements Command {}

  public record Stop(ActorRef<Done> replyTo) implements Command {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes(@JsonSubTypes.Type(value = Added.class, name = "added"))
  public sealed interface Event extends JsonSerializable {}

  public record Added(int amount) implements Event {}

  public record State(int sum) implements JsonSerializable {}

  public static final String EVEN = "even";

  public static Behavior<Command> create(String id) {
    return new Counter(PersistenceId.ofUniqueId(id));
  }

  private Counter(PersistenceId id) {
    super(id);
  }

  @Override
  public State emptyState() {
    return new State(0);
  }

  @Override
  public Set<String> tagsFor(Event event) {
    return switch (event) {
      case Added(var amount) -> amount % 2 == 0 ? Set.of(EVEN) : Set.of();
    };
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(10, 2);
  }

  @Override
  public CommandHandler<Command, Event, State> commandHandler() {
    return (state, command) ->
        switch (command) {
          case Add(var amount, var times, var replyTo) ->
              Effect()
                  .persist(List.<Event>copyOf(Collections.nCopies(times, new Added(amount))))
                  .thenReply(replyTo, _ -> Done.getInstance());
          case Get(var replyTo) -> Effect().reply(replyTo, state.sum());
          case Stop(var replyTo) -> Effect().stop().thenReply(replyTo, _ -> Done.getInstance());
        };
  }

  @Override
  public EventHandler<State, Event> eventHandler() {
    return (state, event) ->
        switch (event) {
          case Added(var amount) -> new State(state.sum() + amount);
        };
  }
}
