package dev.troupe.agents.agent;

/** What a model's reply is to its agent: an output, or a request for tools. */
public sealed interface Meaning permits Reading, Request {}
