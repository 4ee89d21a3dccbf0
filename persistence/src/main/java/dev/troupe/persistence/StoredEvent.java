package dev.troupe.persistence;

import java.time.Instant;
import java.util.Set;

/**
 * One event as it stands in a journal.
 *
 * @param sequenceNumber 1, 2, 3, ... within the persistence id, without gap
 * @param writeId the same for all events of one atomic write, and for no other write of the store
 * @param event the event itself, deserialized
 */
public record StoredEvent(
    String persistenceId,
    long sequenceNumber,
    String writeId,
    Instant at,
    Set<String> tags,
    Object event) {}
