@NullMarked
package dev.troupe.agents.telemetry;

import org.jspecify.annotations.NullMarked;
