package dev.troupe.agents;

import dev.troupe.cluster.CborSerializable;

/** An agent has another one's memory; durable in its own journal. */
public record Inherited(long through) implements CborSerializable {}
