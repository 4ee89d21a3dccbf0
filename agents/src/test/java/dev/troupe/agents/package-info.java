@NullMarked
package dev.troupe.agents;

import org.jspecify.annotations.NullMarked;
