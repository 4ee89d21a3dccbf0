package dev.troupe.agents;

import dev.troupe.cluster.CborSerializable;

/**
 * What somebody tells an agent while it works.
 *
 * @param id the same whenever it is told again
 */
public record TaskMessage(String id, String text) implements CborSerializable {}
