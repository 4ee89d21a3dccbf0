@NullMarked
package dev.troupe.supervisor.graph;

import org.jspecify.annotations.NullMarked;
