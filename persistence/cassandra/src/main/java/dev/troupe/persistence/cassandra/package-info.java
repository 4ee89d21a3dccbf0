/** The store of a cluster: Pekko's journal on Cassandra, and tables of our own beside it. */
@NullMarked
package dev.troupe.persistence.cassandra;

import org.jspecify.annotations.NullMarked;
