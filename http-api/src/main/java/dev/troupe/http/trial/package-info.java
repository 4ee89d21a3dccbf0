/** A whole cluster on one machine: Cassandra and nodes as processes of their own. */
@NullMarked
package dev.troupe.http.trial;

import org.jspecify.annotations.NullMarked;
