@NullMarked
package dev.troupe.agents.model.cache;

import org.jspecify.annotations.NullMarked;
