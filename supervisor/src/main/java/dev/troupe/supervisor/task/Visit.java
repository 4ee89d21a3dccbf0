package dev.troupe.supervisor.task;

import java.time.Instant;

/**
 * One visit of a state.
 *
 * @param enteredSequence the journal's number of its StateEntered
 */
record Visit(String state, Held input, long enteredSequence, Instant enteredAt) {}
