package dev.troupe.faults;

import java.time.Instant;

/**
 * A fault as it went.
 *
 * @param decided when all others went on without the node that it took, if it took one and they had
 *     decided before it came back; else when what was wrong was put right
 * @param relieved when what was wrong was put right
 * @param settled when every node saw every other again
 */
record Injected(
    Fault fault, Instant inflicted, Instant decided, Instant relieved, Instant settled) {}
