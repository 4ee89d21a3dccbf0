@NullMarked
package dev.troupe.agents.model.price;

import org.jspecify.annotations.NullMarked;
