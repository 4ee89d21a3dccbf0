@NullMarked
package dev.troupe.agents.tool;

import org.jspecify.annotations.NullMarked;
