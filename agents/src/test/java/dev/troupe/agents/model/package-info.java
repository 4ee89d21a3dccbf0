@NullMarked
package dev.troupe.agents.model;

import org.jspecify.annotations.NullMarked;
