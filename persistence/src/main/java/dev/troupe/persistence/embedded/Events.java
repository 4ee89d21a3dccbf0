package dev.troupe.persistence.embedded;

import dev.troupe.persistence.Names;
import dev.troupe.persistence.StoredEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.Tagged;
import org.apache.pekko.persistence.query.EventEnvelope;
import org.apache.pekko.persistence.query.Offset;
import scala.jdk.javaapi.CollectionConverters;

/** Pekko's and our own view of an event, to the stored form and back. */
final class Events {
  private final Payloads payloads;

  Events(Payloads payloads) {
    this.payloads = payloads;
  }

  /** Throws what a serializer throws: then this write, and only this, is to be rejected. */
  EventWrite toWrite(AtomicWrite atomicWrite) {
    var id = Names.checked("persistence id", atomicWrite.persistenceId());
    var events = new ArrayList<EventWrite.Event>(atomicWrite.size());
    CollectionConverters.asJava(atomicWrite.payload())
        .forEach(event -> events.add(toStored(event)));
    return new EventWrite(id, atomicWrite.lowestSequenceNr(), events);
  }

  private EventWrite.Event toStored(PersistentRepr event) {
    var tags =
        event.payload() instanceof Tagged tagged
            ? CollectionConverters.asJava(tagged.tags())
            : Set.<String>of();
    tags.forEach(tag -> Names.checked("tag", tag));
    var payload = event.payload() instanceof Tagged tagged ? tagged.payload() : event.payload();
    var stored =
        new EventRecord(
            0,
            event.timestamp() == 0 ? System.currentTimeMillis() : event.timestamp(),
            event.writerUuid(),
            event.manifest(),
            tags,
            payloads.serializeIfPresent(event.metadata()),
            payloads.serialize(payload));
    return new EventWrite.Event(stored.encode(), tags);
  }

  PersistentRepr toPersistentRepr(Journal.Entry entry) {
    var stored = entry.event();
    var event =
        PersistentRepr.apply(
                payloads.deserialize(stored.payload()),
                entry.sequenceNumber(),
                entry.persistenceId(),
                stored.adapterManifest(),
                false,
                ActorRef.noSender(),
                stored.writer())
            .withTimestamp(stored.timestamp());
    return stored
        .metadata()
        .map(metadata -> event.withMetadata(payloads.deserialize(metadata)))
        .orElse(event);
  }

  StoredEvent toStoredEvent(Journal.Entry entry) {
    var stored = entry.event();
    return new StoredEvent(
        entry.persistenceId(),
        entry.sequenceNumber(),
        Long.toString(stored.writeId()),
        Instant.ofEpochMilli(stored.timestamp()),
        stored.tags(),
        payloads.deserialize(stored.payload()));
  }

  EventEnvelope toEnvelope(Journal.Entry entry, Offset offset) {
    var stored = entry.event();
    Optional<Object> metadata = stored.metadata().map(payloads::deserialize);
    return new EventEnvelope(
        offset,
        entry.persistenceId(),
        entry.sequenceNumber(),
        payloads.deserialize(stored.payload()),
        stored.timestamp(),
        scala.jdk.javaapi.OptionConverters.toScala(metadata));
  }
}
