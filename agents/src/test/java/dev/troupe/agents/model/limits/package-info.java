@NullMarked
package dev.troupe.agents.model.limits;

import org.jspecify.annotations.NullMarked;
