package dev.troupe.cluster;

import java.time.Duration;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows again and again that a node lives; one at a time, however slow the store is. */
final class Showing {
  private static final Logger LOG = LoggerFactory.getLogger(Showing.class);
  static final Duration BEAT = Presence.FADES.dividedBy(5);

  private enum Message {
    SHOW,
    SHOWN
  }

  private Showing() {}

  /**
   * @param node its address
   */
  static Behavior<?> create(String node, Presence presence) {
    return Behaviors.<Message>setup(context -> {
      context.getSelf().tell(Message.SHOW);
      return Behaviors.withTimers(timers ->
          Behaviors.receiveMessage(message -> {
            switch (message) {
              case SHOW -> context.pipeToSelf(presence.show(node), (_, failure) -> shown(failure));
              case SHOWN -> timers.startSingleTimer(Message.SHOW, BEAT);
            }
            return Behaviors.same();
          }));
    });
  }

  private static Message shown(@Nullable Throwable failure) {
    if (failure != null) {
      LOG.warn("cannot show that this node lives: {}", failure.getMessage());
    }
    return Message.SHOWN;
  }
}
