package dev.troupe.persistence.archive;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.persistence.AbstractPersistentActor;
import org.apache.pekko.persistence.Recovery;
import org.apache.pekko.persistence.RecoveryCompleted;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;

/**
 * Writes one journal, as the entity that it is of has written it: the same events, tags and atomic
 * writes. What stands there from an import that did not end is not written again.
 */
final class JournalCopy extends AbstractPersistentActor {

  /**
   * One atomic write.
   *
   * @param first the number of its first event
   * @param events tagged where they have tags
   */
  record Write(long first, List<Object> events) {
    long last() {
      return first + events.size() - 1;
    }
  }

  /**
   * What is written next.
   *
   * @param isLast behind it the journal is complete, and the actor ends
   */
  record Part(List<Write> writes, boolean isLast, CompletableFuture<Void> durable) {}

  private static final AtomicLong NAMES = new AtomicLong();

  private final String persistenceId;
  private final CompletableFuture<Void> broken;
  private Throwable cause;
  private long last;
  private boolean isWhole;

  /**
   * @param broken fails when the actor ends before its journal is complete, and never else: whoever
   *     waits for the first of two may see the later one alone
   */
  static ActorRef start(
      ClassicActorSystemProvider system, String persistenceId, CompletableFuture<Void> broken) {
    // A system with a guardian of somebody else's takes in nothing else from outside.
    return ((ExtendedActorSystem) system.classicSystem())
        .systemActorOf(
            Props.create(JournalCopy.class, () -> new JournalCopy(persistenceId, broken)),
            "import-" + NAMES.incrementAndGet());
  }

  private JournalCopy(String persistenceId, CompletableFuture<Void> broken) {
    this.persistenceId = persistenceId;
    this.broken = broken;
    this.cause = new IllegalStateException("The journal %s was left".formatted(persistenceId));
  }

  @Override
  public String persistenceId() {
    return persistenceId;
  }

  /** Of the events only the last one's number matters, and what of them is tagged. */
  @Override
  public Recovery recovery() {
    return Recovery.create(SnapshotSelectionCriteria.none());
  }

  @Override
  public Receive createReceiveRecover() {
    return receiveBuilder().match(RecoveryCompleted.class, _ -> last = lastSequenceNr()).build();
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder().match(Part.class, part -> write(part, 0)).build();
  }

  /** One behind the other, so that a crash leaves no gap. */
  private void write(Part part, int index) {
    if (index == part.writes().size()) {
      isWhole = part.isLast();
      part.durable().complete(null);
      if (isWhole) {
        context().stop(self());
      }
      return;
    }
    var write = part.writes().get(index);
    if (write.last() <= last) {
      write(part, index + 1);
    } else if (write.first() != last + 1) {
      fail(
          new IllegalStateException(
              "The journal %s ends with event %d, where event %d is to follow; begin with an empty store"
                  .formatted(persistenceId, last, write.first())));
    } else {
      persistAll(
          write.events(),
          _ -> {
            if (++last == write.last()) {
              write(part, index + 1);
            }
          });
    }
  }

  private void fail(Throwable why) {
    cause = why;
    context().stop(self());
  }

  @Override
  public void onRecoveryFailure(Throwable failure, scala.Option<Object> event) {
    cause = failure;
  }

  @Override
  public void onPersistFailure(Throwable failure, Object event, long number) {
    cause = failure;
  }

  @Override
  public void onPersistRejected(Throwable failure, Object event, long number) {
    fail(failure);
  }

  @Override
  public void postStop() {
    if (!isWhole) {
      broken.completeExceptionally(cause);
    }
  }
}
