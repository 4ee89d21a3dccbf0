@NullMarked
package dev.troupe.agents.agent;

import org.jspecify.annotations.NullMarked;
