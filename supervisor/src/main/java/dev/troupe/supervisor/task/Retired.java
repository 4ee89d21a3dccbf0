package dev.troupe.supervisor.task;

import java.time.Instant;

/** A task whose journals are about to be removed: for everybody else there is none. */
record Retired(long sequence, Instant at) implements Task {}
