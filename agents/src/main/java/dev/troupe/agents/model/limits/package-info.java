/**
 * What a try of a model call passes through before it may go out. Knows neither models nor agents.
 */
@NullMarked
package dev.troupe.agents.model.limits;

import org.jspecify.annotations.NullMarked;
