@NullMarked
package dev.troupe.agents.knowledge.embedding;

import org.jspecify.annotations.NullMarked;
