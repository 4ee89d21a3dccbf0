/** The program as a cluster, while its processes, its network and what it uses are made to fail. */
@NullMarked
package dev.troupe.faults;

import org.jspecify.annotations.NullMarked;
