package dev.troupe.agents.model;

/**
 * A tool that a model wants called before it goes on.
 *
 * @param id names the call within its reply; the result carries it back
 * @param arguments as the model wrote them: JSON, if it did well
 */
public record ToolRequest(String id, String name, String arguments) {}
