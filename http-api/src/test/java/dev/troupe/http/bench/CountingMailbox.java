package dev.troupe.http.bench;

import com.typesafe.config.Config;
import java.util.concurrent.atomic.LongAdder;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.dispatch.Envelope;
import org.apache.pekko.dispatch.MailboxType;
import org.apache.pekko.dispatch.MessageQueue;
import org.apache.pekko.dispatch.ProducesMessageQueue;
import org.apache.pekko.dispatch.UnboundedMailbox;
import scala.Option;

/** Counts what entities, their shards and the journal are told; not what ticks by itself. */
public final class CountingMailbox
    implements MailboxType, ProducesMessageQueue<UnboundedMailbox.MessageQueue> {
  private static final LongAdder TOLD = new LongAdder();

  /** As Pekko makes one. */
  public CountingMailbox(ActorSystem.Settings settings, Config config) {}

  /** Messages since the JVM began, of all actor systems with this mailbox. */
  static long told() {
    return TOLD.sum();
  }

  @Override
  public MessageQueue create(Option<ActorRef> owner, Option<ActorSystem> system) {
    var path = owner.isEmpty() ? "" : owner.get().path().toStringWithoutAddress();
    return path.startsWith("/system/sharding/") || path.startsWith("/system/troupe.embedded")
        ? new Counting()
        : new UnboundedMailbox.MessageQueue();
  }

  private static final class Counting extends UnboundedMailbox.MessageQueue {
    @Override
    public void enqueue(ActorRef receiver, Envelope envelope) {
      TOLD.increment();
      super.enqueue(receiver, envelope);
    }
  }
}
