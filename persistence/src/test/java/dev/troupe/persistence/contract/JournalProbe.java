package dev.troupe.persistence.contract;

import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.DeleteMessagesFailure;
import org.apache.pekko.persistence.DeleteMessagesSuccess;
import org.apache.pekko.persistence.JournalProtocol;
import org.apache.pekko.persistence.Persistence;
import org.apache.pekko.persistence.PersistentEnvelope;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.testkit.javadsl.TestKit;
import scala.jdk.javaapi.CollectionConverters;

/** Speaks to the configured journal as a persistent actor does. */
final class JournalProbe {
  private static final int INSTANCE = 1;

  private final ActorSystem system;
  private final Map<String, TestKit> actors = new HashMap<>();
  private final ActorRef journal;
  private final String writer = UUID.randomUUID().toString();

  JournalProbe(ActorSystem system) {
    this.system = system;
    this.journal = Persistence.get(system).journalFor("", ConfigFactory.empty());
  }

  /** What a replay told: the events, and the highest sequence number. */
  record Replay(List<PersistentRepr> events, long highest) {
    List<Long> numbers() {
      return events.stream().map(PersistentRepr::sequenceNr).toList();
    }

    List<Object> payloads() {
      return events.stream().map(PersistentRepr::payload).toList();
    }
  }

  /** A journal may take for granted that an actor writes to one journal, and recovers before. */
  private TestKit actor(String id) {
    return actors.computeIfAbsent(
        id,
        _ -> {
          var actor = new TestKit(system);
          replay(actor, id, 1, Long.MAX_VALUE, Long.MAX_VALUE);
          return actor;
        });
  }

  PersistentRepr event(String id, long number, Object payload) {
    return PersistentRepr.apply(payload, number, id, "", false, ActorRef.noSender(), writer);
  }

  AtomicWrite atomic(PersistentRepr... events) {
    return AtomicWrite.apply(CollectionConverters.asScala(List.of(events)).toSeq());
  }

  /** Sends the writes in one request; answers what came back, one message per event. */
  List<Object> write(AtomicWrite... writes) {
    var probe = actor(writes[0].persistenceId());
    var envelopes = CollectionConverters.asScala(List.<PersistentEnvelope>of(writes)).toSeq();
    journal.tell(
        new JournalProtocol.WriteMessages(envelopes, probe.getRef(), INSTANCE), probe.getRef());
    probe.expectMsgClass(JournalProtocol.WriteMessagesSuccessful$.class);
    var events = 0;
    for (var write : writes) {
      events += write.size();
    }
    return probe.receiveN(events);
  }

  /** Writes {@code a-1}, {@code a-2}, ... each by itself. */
  void writeNumbered(String id, long from, long to) {
    for (var number = from; number <= to; number++) {
      write(atomic(event(id, number, "a-" + number)));
    }
  }

  Replay replay(String id, long from, long to, long limit) {
    return replay(actor(id), id, from, to, limit);
  }

  private Replay replay(TestKit probe, String id, long from, long to, long limit) {
    journal.tell(
        new JournalProtocol.ReplayMessages(from, to, limit, id, probe.getRef()), probe.getRef());
    var events = new ArrayList<PersistentRepr>();
    while (true) {
      switch (probe.expectMsgClass(JournalProtocol.Response.class)) {
        case JournalProtocol.ReplayedMessage replayed -> events.add(replayed.persistent());
        case JournalProtocol.RecoverySuccess success -> {
          return new Replay(events, success.highestSequenceNr());
        }
        case JournalProtocol.Response other ->
            throw new AssertionError("not a part of a replay: " + other);
      }
    }
  }

  Replay replayAll(String id) {
    return replay(id, 1, Long.MAX_VALUE, Long.MAX_VALUE);
  }

  void deleteTo(String id, long number) {
    var probe = actor(id);
    journal.tell(new JournalProtocol.DeleteMessagesTo(id, number, probe.getRef()), probe.getRef());
    probe.expectMsgEquals(new DeleteMessagesSuccess(number));
  }

  /** Why the journal would not. */
  Throwable refusalToDeleteTo(String id, long number) {
    var probe = actor(id);
    journal.tell(new JournalProtocol.DeleteMessagesTo(id, number, probe.getRef()), probe.getRef());
    return probe.expectMsgClass(DeleteMessagesFailure.class).cause();
  }

  /** The actor that wrote it leaves memory; whoever asks next is another one. */
  void end(String id) {
    actors.remove(id);
  }
}
