@NullMarked
package dev.troupe.agents.knowledge;

import org.jspecify.annotations.NullMarked;
