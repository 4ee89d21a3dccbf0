@NullMarked
package dev.troupe.agents.knowledge.local;

import org.jspecify.annotations.NullMarked;
