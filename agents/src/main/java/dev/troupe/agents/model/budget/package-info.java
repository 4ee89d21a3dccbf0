/** What may be spent on models: reserved before a call, settled after it. */
@NullMarked
package dev.troupe.agents.model.budget;

import org.jspecify.annotations.NullMarked;
