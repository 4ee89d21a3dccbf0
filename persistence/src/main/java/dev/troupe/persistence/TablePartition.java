package dev.troupe.persistence;

/** Where rows lie: one partition of one table. */
public record TablePartition(String table, String partition) {}
