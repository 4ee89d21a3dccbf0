@NullMarked
package dev.troupe.agents.model.offline;

import org.jspecify.annotations.NullMarked;
