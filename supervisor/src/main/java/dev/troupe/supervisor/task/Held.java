package dev.troupe.supervisor.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Value;

/** Content that is still needed, and where in the journal it stands. */
public record Held(JsonNode json, Value.Reference place) {}
