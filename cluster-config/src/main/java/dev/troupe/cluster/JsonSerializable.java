package dev.troupe.cluster;

/**
 * Marks what is written to snapshots; events of the journal have named serializers of their own.
 */
public interface JsonSerializable {}
