@NullMarked
package dev.troupe.agents.shared;

import org.jspecify.annotations.NullMarked;
