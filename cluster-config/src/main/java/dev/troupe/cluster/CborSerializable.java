package dev.troupe.cluster;

/** Marks what may cross the wire between nodes. */
public interface CborSerializable {}
