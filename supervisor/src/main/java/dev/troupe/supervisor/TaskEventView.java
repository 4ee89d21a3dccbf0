package dev.troupe.supervisor;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * One event of a task's journal, as clients see it; {@code sequence} is the journal's own number.
 */
public record TaskEventView(long sequence, Instant at, String type, JsonNode data) {}
