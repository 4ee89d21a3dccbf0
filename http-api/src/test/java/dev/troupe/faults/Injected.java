package dev.troupe.faults;

import java.time.Instant;

/**
 * A fault as it went.
 *
 * @param relieved when what was wrong was put right
 * @param settled when every node saw every other again
 */
record Injected(Fault fault, Instant inflicted, Instant relieved, Instant settled) {}
