package dev.troupe.agents.knowledge.local;

import java.util.List;

/** What a collection currently has of a document: which version of it, and that one's passages. */
record StoredDocument(String name, String fingerprint, List<String> passages) {}
