package dev.troupe.persistence;

/**
 * An event under whose number another writer has written too.
 *
 * @param writer its name: whoever wrote later has one that is greater
 * @param counts whether it is the one that is part of the journal
 */
public record Contested(String writer, boolean counts, StoredEvent event) {}
