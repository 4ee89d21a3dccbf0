package dev.troupe.supervisor.view;

import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/** Runs a stream for as long as it lives. */
final class StreamDaemon {
  /** There is nothing to tell it. */
  enum Message {}

  private StreamDaemon() {}

  static Behavior<Message> create(Source<?, ?> stream) {
    return Behaviors.setup(context -> {
      var killSwitch =
          stream
              .viaMat(KillSwitches.single(), Keep.right())
              .to(Sink.ignore())
              .run(context.getSystem());
      return Behaviors.receive(Message.class)
          .onSignal(
              PostStop.class,
              _ -> {
                killSwitch.shutdown();
                return Behaviors.same();
              })
          .build();
    });
  }
}
