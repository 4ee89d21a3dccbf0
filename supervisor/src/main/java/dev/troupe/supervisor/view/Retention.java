package dev.troupe.supervisor.view;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.stream.Materializer;
import org.jspecify.annotations.Nullable;

/**
 * Looks for finished tasks that are to go, at its start and now and then, one look at a time. It
 * remembers nothing: what a look leaves the next one finds. A look's streams end with it, so that
 * the node to which it moves is not the second one that looks.
 */
final class Retention extends AbstractMatchingBehavior<Retention.Message> {
  sealed interface Message {}

  /** The daemon is to move or to end. */
  record Stop() implements Message {}

  private record Look() implements Message {}

  private record Looked(@Nullable Integer removed, @Nullable Throwable failure)
      implements Message {}

  static Behavior<Message> create(
      Duration every, Function<Materializer, CompletionStage<Integer>> looks) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          timers.startTimerWithFixedDelay(new Look(), every);
          context.getSelf().tell(new Look());
          return new Retention(context, looks);
        }));
  }

  private final Function<Materializer, CompletionStage<Integer>> looks;
  private final Materializer streams;
  private boolean isLooking;

  private Retention(
      ActorContext<Message> context, Function<Materializer, CompletionStage<Integer>> looks) {
    super(context);
    this.looks = looks;
    this.streams = Materializer.createMaterializer(context);
  }

  @Override
  public Behavior<Message> onMessage(Message message) {
    switch (message) {
      case Stop() -> {
        return Behaviors.stopped();
      }
      case Look() -> look();
      case Looked(var removed, var failure) -> looked(removed, failure);
    }
    return this;
  }

  private void look() {
    if (!isLooking) {
      isLooking = true;
      getContext().pipeToSelf(looks.apply(streams), Looked::new);
    }
  }

  private void looked(@Nullable Integer removed, @Nullable Throwable failure) {
    isLooking = false;
    if (failure != null) {
      getContext().getLog().warn("Finished tasks cannot be looked for", failure);
    } else if (removed != null && removed > 0) {
      getContext().getLog().info("{} finished tasks were removed", removed);
    }
  }
}
