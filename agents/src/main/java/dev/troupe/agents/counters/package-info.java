/**
 * What models were used for, counted by all nodes together as CRDTs. Journals are the truth; the
 * counters begin with the cluster's first node and end with its last, and no budget reads them.
 */
@NullMarked
package dev.troupe.agents.counters;

import org.jspecify.annotations.NullMarked;
