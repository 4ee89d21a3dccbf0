@NullMarked
package dev.troupe.agents.knowledge.judged;

import org.jspecify.annotations.NullMarked;
