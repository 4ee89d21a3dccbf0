/**
 * The embedded store: one RocksDB per data directory, one writer, a few readers.
 *
 * <p>Everything that is to be kept goes through {@link GroupCommit}'s bounded queue to one thread,
 * which makes a single synced batch of what waits and acknowledges it afterwards. Layouts of keys
 * are in {@link Keys}, of stored events and snapshots in {@link EventRecord} and {@link
 * SnapshotRecord}; they are a storage format: add, never change.
 */
@NullMarked
package dev.troupe.persistence.embedded;

import org.jspecify.annotations.NullMarked;
