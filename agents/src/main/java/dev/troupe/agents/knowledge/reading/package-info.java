@NullMarked
package dev.troupe.agents.knowledge.reading;

import org.jspecify.annotations.NullMarked;
