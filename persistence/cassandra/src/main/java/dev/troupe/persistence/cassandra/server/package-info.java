/** A Cassandra server of one's own: for trials on one machine, and for tests. */
@NullMarked
package dev.troupe.persistence.cassandra.server;

import org.jspecify.annotations.NullMarked;
