@NullMarked
package dev.troupe.agents.model.budget;

import org.jspecify.annotations.NullMarked;
