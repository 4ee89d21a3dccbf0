package dev.troupe.supervisor.view;

import java.time.Duration;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A look that is under way where the daemon moves. */
class RetentionMovesTest {
  private final ActorTestKit kit = ActorTestKit.create();

  @AfterEach
  void shutDown() {
    kit.shutdownTestKit();
  }

  @Test
  void a_look_ends_with_the_daemon() {
    var began = kit.<Done>createTestProbe();
    var ended = kit.<Done>createTestProbe();
    var daemon =
        kit.spawn(
            Retention.create(
                Duration.ofHours(1),
                streams -> {
                  var look =
                      Source.<Integer>maybe()
                          .watchTermination(Keep.right())
                          .to(Sink.ignore())
                          .run(streams);
                  look.whenComplete((_, _) -> ended.getRef().tell(Done.getInstance()));
                  began.getRef().tell(Done.getInstance());
                  return look.thenApply(_ -> 0);
                }));
    began.receiveMessage();

    daemon.tell(new Retention.Stop());

    ended.receiveMessage();
  }
}
